package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.EndsLog;
import io.rekindle.loader.store.ExitCodes;
import io.rekindle.loader.store.HealthSettings;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.RestartPolicy;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hours of back-off with real processes and a clock of our own. */
class SupervisorTest {
  @TempDir private Path temporary;

  private final VirtualClock clock = new VirtualClock();
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  /** Every start exits with 3. */
  private Outcome supervise(int restartsMax, long windowMs) throws IOException {
    NameFolder folder = Store.at(temporary.resolve("store")).name("app");
    Store.createPrivate(folder.path());
    List<String> command = List.of("/bin/sh", "-c", "exit 3");
    RestartSettings settings =
        new RestartSettings(
            RestartPolicy.ON_FAILURE,
            ExitCodes.NONE,
            ExitCodes.NONE,
            60_000,
            3_600_000,
            10_000,
            restartsMax,
            windowMs,
            0,
            false,
            false,
            false);
    LaunchRecord launch =
        new LaunchRecord(
            "app",
            Membership.ALONE,
            command,
            Map.of(),
            temporary,
            null,
            List.of(),
            Map.of(),
            "",
            settings,
            HealthSettings.DEFAULT,
            0);
    Supervisor supervisor =
        new Supervisor(
            launch,
            new StartCommand(command, Map.of()),
            folder,
            new LifecycleLog(new PrintStream(lines, true), "app"),
            clock,
            () -> 0);
    supervisor.start();
    return supervisor.supervise();
  }

  @Test
  void shouldBackOffUpToTheCapAndGiveUpAtTheIntensity() throws Exception {
    long beforeNs = clock.nowNs();

    Outcome outcome = supervise(9, 24 * 3_600_000L);

    assertThat(outcome.reason()).isEqualTo(EndRecord.CRASH_LOOP);
    assertThat(outcome.restarts()).isEqualTo(9);
    // 1 + 2 + 4 + 8 + 16 + 32 minutes, then an hour each.
    assertThat((clock.nowNs() - beforeNs) / 60_000_000_000L).isEqualTo(63 + 3 * 60);
    assertThat(lines.toString())
        .contains("restarting in 60.0 s (1 of 9 in 86400 s)")
        .contains("restarting in 3600 s (9 of 9 in 86400 s)")
        .contains("crash loop: restarts=9, period=86400 s");
    List<EndRecord> ends = new EndsLog(Store.at(temporary.resolve("store")).name("app")).read();
    assertThat(ends).hasSize(10).filteredOn(EndRecord::isRestarted).hasSize(9);
  }
}
