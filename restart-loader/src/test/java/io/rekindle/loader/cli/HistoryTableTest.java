package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.Fallback;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTableTest {
  private static final Fallback OLDER = new Fallback(41, 7, 42, "/s/set-aside/crash-loop-1");
  private static final Fallback NONE = new Fallback(0, 0, 42, "/s/set-aside/crash-loop-1");

  private static EndRecord end(int incarnation, String cause, String outcome, Fallback fallback) {
    long startedMs = incarnation * 10_000L;
    return new EndRecord(
        incarnation,
        100 + incarnation,
        new Ending(1),
        startedMs,
        startedMs + 3_000,
        cause,
        "",
        outcome,
        fallback);
  }

  private final List<HistoryEntry> entries =
      HistoryEntry.of(
          List.of(
              end(1, EndRecord.CAUSE_EXIT, EndRecord.RESTARTED, OLDER),
              end(2, EndRecord.CAUSE_EXIT, EndRecord.RESTARTED, NONE),
              end(3, "signal-TERM", EndRecord.STOPPED, null)));

  @Test
  void shouldTellWhichStateEachBeganWithAndWhereTheNewestIs() {
    List<String> lines = HistoryTable.table(entries).lines().toList();

    assertThat(lines).hasSize(6);
    assertThat(lines.get(1))
        .contains("3s", "exit 1", "the application", "7000 ms")
        .endsWith("newest");
    assertThat(lines.get(2)).endsWith("commit 41");
    assertThat(lines.get(3)).contains("the loader, told by SIGTERM", "stopped").endsWith("none");
    assertThat(lines.get(4))
        .isEqualTo(
            "incarnation 1: its state, commit 42 at the beginning of the crashes, is in"
                + " /s/set-aside/crash-loop-1");
  }

  @Test
  void shouldGiveTheSameAsJson() {
    assertThat(entries.get(0).toJson().get("restartMs").asLong()).isEqualTo(7_000);
    assertThat(entries.get(0).toJson().has("beganWith")).isFalse();
    assertThat(entries.get(1).toJson().at("/beganWith/sequence").asLong()).isEqualTo(41);
    assertThat(entries.get(2).toJson().has("restartMs")).isFalse();
  }
}
