package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.rekindle.loader.LoaderException;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hours of back-off with real processes and a clock of our own. */
class SupervisorTest {
  private static final Duration HANG = Duration.ofSeconds(60);

  @TempDir private Path temporary;

  private final VirtualClock clock = new VirtualClock();
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  private NameFolder folder() {
    return Store.at(temporary.resolve("store")).name("app");
  }

  /** Every start exits with 3. */
  private Outcome supervise(int restartsMax, long windowMs) throws IOException {
    Supervisor supervisor =
        supervisor("exit 3", 60_000, restartsMax, windowMs, ProcessBuilder::start);
    supervisor.start();
    return supervisor.supervise();
  }

  private Supervisor supervisor(
      String script, long backoffMs, int restartsMax, long windowMs, ChildStarter.Fork fork)
      throws IOException {
    NameFolder folder = folder();
    Store.createPrivate(folder.path());
    List<String> command = List.of("/bin/sh", "-c", script);
    RestartSettings settings =
        new RestartSettings(
            RestartPolicy.ON_FAILURE,
            ExitCodes.NONE,
            ExitCodes.NONE,
            backoffMs,
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
    return new Supervisor(
        launch,
        new StartCommand(command, Map.of()),
        folder,
        new LifecycleLog(new PrintStream(lines, true), "app"),
        clock,
        () -> 0,
        fork);
  }

  /** Makes a process at the first start, and fails so often after that. */
  private static ChildStarter.Fork failing(int failures, String error) {
    AtomicInteger starts = new AtomicInteger();
    return builder -> {
      int start = starts.incrementAndGet();
      if (start > 1 && start <= 1 + failures) {
        throw new IOException(
            "Cannot run program \"error=11, sh\": " + error, new IOException(error));
      }
      return builder.start();
    };
  }

  private static final String FAILS_ONCE =
      "[ \"$REKINDLE_PREVIOUS_EXIT\" = none ] && exit 3; exit 0";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error=11, Resource temporarily unavailable",
        "error=12, Cannot allocate memory",
        "Bad file descriptor, error: 24 (Too many open files)"
      })
  void shouldTryAgainWhenThereIsNoRoomForAProcess(String error) throws Exception {
    long beforeNs = clock.nowNs();
    Supervisor supervisor = supervisor(FAILS_ONCE, 0, 5, 60_000, failing(3, error));
    supervisor.start();

    Outcome outcome = supervisor.supervise();

    assertThat(outcome.reason()).isEqualTo(EndRecord.ENDED);
    assertThat(outcome.launcherCode()).isZero();
    assertThat(outcome.restarts()).isEqualTo(1);
    assertThat((clock.nowNs() - beforeNs) / 1_000_000).isEqualTo(500 + 1000 + 2000);
    assertThat(lines.toString()).contains(error + "; trying again in 2.0 s");
    assertThat(new EndsLog(folder()).read()).hasSize(2);
  }

  @Test
  void shouldGiveUpWhenThereIsNoRoomForAProcessTooOften() throws Exception {
    Supervisor supervisor =
        supervisor(
            FAILS_ONCE, 0, 4, 600_000, failing(100, "error=11, Resource temporarily unavailable"));
    supervisor.start();

    Outcome outcome = supervisor.supervise();

    assertThat(outcome.reason()).isEqualTo(EndRecord.CRASH_LOOP);
    assertThat(outcome.launcherCode()).isEqualTo(3);
    // The restart itself, and three more attempts.
    assertThat(lines.toString().split("trying again", -1)).hasSize(4);
  }

  @Test
  void shouldNotTryAgainWhatCanNotSucceed() throws Exception {
    String error = "Exec failed, error: 2 (No such file or directory)";
    Supervisor supervisor = supervisor(FAILS_ONCE, 0, 5, 60_000, failing(1, error));
    supervisor.start();

    assertThat(supervisor.supervise().reason()).isEqualTo(EndRecord.START_FAILED);
    assertThat(lines.toString()).doesNotContain("trying again");
  }

  @Test
  void shouldSuperviseAProcessThatNoThreadCouldBeMadeFor() throws Exception {
    AtomicInteger starts = new AtomicInteger();
    ChildStarter.Fork fork =
        builder -> {
          Process process = builder.start();
          if (starts.incrementAndGet() == 2) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          return process;
        };
    String script =
        "case $REKINDLE_PREVIOUS_EXIT in none) exit 3;; exited:3) sleep 1; exit 4;; esac; exit 0";
    Supervisor supervisor = supervisor(script, 0, 5, 60_000, fork);
    supervisor.start();

    Outcome outcome = supervisor.supervise();

    assertThat(outcome.launcherCode()).isZero();
    assertThat(outcome.incarnations()).isEqualTo(3);
    assertThat(new EndsLog(folder()).read())
        .extracting(end -> end.ending().token())
        .containsExactly("exited:3", "unknown", "exited:0");
  }

  @Test
  void shouldKillAtTheStartWhatWasToBeKilledBeforeIt() throws Exception {
    Supervisor supervisor = supervisor("exec sleep 600", 0, 5, 60_000, ProcessBuilder::start);
    supervisor.requests().kill();
    supervisor.requests().stop(EndRecord.CAUSE_STOP);
    supervisor.start();
    try {
      Outcome outcome = assertTimeoutPreemptively(HANG, supervisor::supervise);

      assertThat(outcome.exit().token()).isEqualTo("signaled:9");
      assertThat(outcome.reason()).isEqualTo(EndRecord.STOPPED);
    } finally {
      supervisor.requests().child().destroyForcibly();
    }
  }

  @Test
  void shouldAnswerEachOfTwoRestartsForItself() throws Exception {
    Path ready = temporary.resolve("ready");
    String deaf = "trap '' TERM; touch " + ready + "; while :; do sleep 0.05; done";
    Supervisor supervisor = supervisor(deaf, 0, 5, 60_000, ProcessBuilder::start);
    supervisor.start();
    ExecutorService threads = Executors.newCachedThreadPool();
    Thread[] asking = new Thread[1];
    try {
      await(() -> Files.exists(ready));
      threads.submit(supervisor::supervise);
      Future<Requests.Replacement> older =
          threads.submit(
              () -> {
                asking[0] = Thread.currentThread();
                return supervisor.requests().restart(Duration.ofSeconds(3), 7);
              });
      await(() -> asking[0] != null && asking[0].getState() == Thread.State.TIMED_WAITING);

      assertThatThrownBy(() -> supervisor.requests().restart(Duration.ofMillis(10), 0))
          .isInstanceOf(LoaderException.class)
          .hasMessageContaining("a restart that was asked for before is not done yet");

      assertThatThrownBy(older::get)
          .hasCauseInstanceOf(LoaderException.class)
          .hasMessageContaining("restarted with the newest state, not an older one");
    } finally {
      supervisor.requests().kill();
      threads.shutdown();
      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + HANG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadlineNs).as("deadline").isNegative();
      Thread.onSpinWait();
    }
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
    List<EndRecord> ends = new EndsLog(folder()).read();
    assertThat(ends).hasSize(10).filteredOn(EndRecord::isRestarted).hasSize(9);
  }
}
