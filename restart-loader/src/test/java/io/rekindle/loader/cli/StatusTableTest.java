package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTableTest {
  private static final NameStatus RUNNING =
      new NameStatus(
          "bank",
          "running",
          "0",
          4711,
          4700,
          4712,
          3,
          185_000,
          2,
          null,
          null,
          Json.object().put("sequence", 41).put("health", "PROTECTED"),
          null,
          3 << 20,
          "java -jar bank.jar",
          Membership.ALONE,
          List.of());
  private static final NameStatus LOOPING =
      new NameStatus(
          "a-long-name",
          "crash-loop",
          "0",
          0,
          0,
          0,
          6,
          0,
          5,
          new EndRecord(
              6, 99, new Ending(139), 0, 1, "jvm-crash", "/x/hs_err_pid99.log", "crash-loop", null),
          null,
          null,
          null,
          DiskUse.UNKNOWN,
          "java Loop",
          null,
          List.of());

  @Test
  void shouldAlignColumnsWhenSomeFactsAreUnknown() {
    assertThat(StatusTable.table(List.of(RUNNING, LOOPING)))
        .isEqualTo(
            """
            NAME         STATE       PID   INCARNATION  UPTIME  COMMIT  HEALTH     RESTARTS  DISK
            bank         running     4711  3            3m 5s   41      PROTECTED  2         3.0 MiB
            a-long-name  crash-loop  -     6            -       -       -          5         -
            """);
  }

  @Test
  void shouldNameSignalAndCrashReportInDetails() {
    assertThat(StatusTable.details(LOOPING))
        .contains("last end     incarnation 6 by SIGSEGV, crash-loop, /x/hs_err_pid99.log\n")
        .contains("command      java Loop\n");
  }

  @Test
  void shouldShowNoGroupAndWhatNeedsAttention() {
    assertThat(StatusTable.details(LOOPING)).contains("group        -\n").doesNotContain("numbers");
    NameStatus running =
        new NameStatus(
            "bank",
            "running",
            "tills",
            1,
            1,
            0,
            1,
            1,
            0,
            null,
            null,
            Json.object().put("oidsUsedPercent", 80).put("unclaimedCount", 2),
            Json.object()
                .put("watch", "debugger")
                .put("started", true)
                .put("startedMs", 1000)
                .put("readyMs", 1700)
                .put("heartbeatMs", 2000)
                .put("missedBeats", 1),
            0,
            "java Bank",
            Membership.direct("tills", Strategy.ONE_FOR_ALL),
            List.of("till-2"));
    assertThat(StatusTable.details(running))
        .contains("group        tills, one-for-all\n")
        .contains("ready        after 700 ms\n")
        .contains(
            "watch        suspended: started for a debugger, heartbeat every 2000 ms, missed 1\n")
        .contains("blocked by   till-2\n")
        .contains("unclaimed    2 stored roots, see inspect\n")
        .contains("numbers      80 % of those for objects used\n");
  }

  @Test
  void shouldReadDurationsWithTheirUnits() {
    Durations durations = new Durations();
    assertThat(durations.convert("500ms").toMillis()).isEqualTo(500);
    assertThat(durations.convert("2m").toSeconds()).isEqualTo(120);
    assertThat(Durations.format(3_600_000L * 26)).isEqualTo("1d 2h");
  }
}
