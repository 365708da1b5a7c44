package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.ticker.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Kills at random moments, with the real agent. {@code -Dseed=N} chooses the moments again.
 *
 * <p>Invariants checked: the death of a loader or guardian is nothing to the application; after the
 * death of an application, whoever else dies, exactly one runs, and it has all that was committed.
 */
@Execution(ExecutionMode.CONCURRENT)
class GuardianKillsIT {
  private static final int KILLS = 20;
  private static final int ROUNDS = 6;

  @TempDir private Path temporary;
  private LoaderRig rig;
  private Guarded guarded;
  private Random random;

  @BeforeEach
  void prepare() throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed=" + seed);
    random = new Random(seed);
    rig = new LoaderRig(temporary);
    guarded = new Guarded(rig);
    String type = Ticker.class.getName();
    Path classes = Files.createDirectories(temporary.resolve("classes/com/acme/ticker"));
    Files.copy(
        LoaderRig.testClasses().resolve("com/acme/ticker/Ticker.class"),
        classes.resolve("Ticker.class"));
    rig.loader(
        Map.of(),
        "run",
        "--name=app",
        "--guardian",
        "--max-restarts=unlimited",
        "--state=" + type + "#count",
        "--checkpoint=" + type + "#tick",
        "--",
        "java",
        "-cp",
        temporary.resolve("classes").toString(),
        type,
        rig.notes.toString(),
        returned().toString());
    rig.awaitStarts(1);
  }

  @AfterEach
  void end() throws IOException {
    guarded.close();
    rig.close();
  }

  private Path returned() {
    return temporary.resolve("returned");
  }

  /** Ticks that have returned, so that no death may undo them; 0 before the first one. */
  private long ticks() {
    try {
      byte[] bytes = Files.readAllBytes(returned());
      return bytes.length < Long.BYTES ? 0 : ByteBuffer.wrap(bytes).getLong();
    } catch (IOException e) {
      return 0;
    }
  }

  private void passRandomTime(int msMax) {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(msMax));
    while (System.nanoTime() < deadlineNs) {
      LockSupport.parkNanos(deadlineNs - System.nanoTime());
    }
  }

  @Test
  void shouldNotDisturbTheApplicationWhenLoaderAndGuardianAreKilledInTurn() throws Exception {
    Guarded.Pids present = guarded.awaitComplete();
    long application = present.application();
    long ticks = 0;
    for (int i = 0; i < KILLS; i++) {
      passRandomTime(150);
      if (i % 2 == 0) {
        LoaderRig.signal(present.controller(), "KILL");
        present = guarded.awaitController(present.guardian());
      } else {
        LoaderRig.signal(present.guardian(), "KILL");
        present = guarded.awaitOtherGuardian(present.guardian());
      }
      assertThat(present.application()).isEqualTo(application);
      long before = ticks;
      LoaderRig.await(() -> ticks() > before);
      ticks = ticks();
    }
    assertThat(rig.notes()).hasSize(1);

    long last = ticks();
    LoaderRig.signal(application, "KILL");
    rig.awaitStarts(2);

    assertThat(Long.parseLong(rig.note(2, "count"))).isGreaterThanOrEqualTo(last).isPositive();
    assertThat(rig.loader(Map.of(), "stop", "--name", "app").await()).isZero();
    guarded.awaitAllEnded();
    assertThat(rig.notes()).hasSize(2);
  }

  @Test
  void shouldEndInOneApplicationWhenItDiesAboutTheTimeOfItsLoader() throws Exception {
    long count = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Guarded.Pids before = guarded.awaitComplete();
      long earlier = count;
      LoaderRig.await(() -> ticks() > earlier);
      long last = ticks();
      boolean isApplicationFirst = random.nextBoolean();
      LoaderRig.signal(isApplicationFirst ? before.application() : before.controller(), "KILL");
      passRandomTime(60);
      LoaderRig.signal(isApplicationFirst ? before.controller() : before.application(), "KILL");

      guarded.awaitController(before.guardian());
      LoaderRig.await(() -> guarded.pids().isComplete() && isOnlyOne());
      Guarded.Pids after = guarded.awaitComplete();
      assertThat(after.application()).isNotEqualTo(before.application());
      LoaderRig.await(() -> noteOf(after.application()) >= 0);
      assertThat(noteOf(after.application())).isGreaterThanOrEqualTo(last);
      count = noteOf(after.application());
    }
    assertThat(rig.loader(Map.of(), "stop", "--all").await()).isZero();
    guarded.awaitAllEnded();
  }

  /** What that process began with, -1 if it has not told yet. */
  private long noteOf(long pid) {
    try {
      List<String> notes = rig.notes();
      for (int start = 1; start <= notes.size(); start++) {
        if (rig.note(start, "pid").equals(String.valueOf(pid))) {
          return Long.parseLong(rig.note(start, "count"));
        }
      }
      return -1;
    } catch (IOException e) {
      return -1;
    }
  }

  private boolean isOnlyOne() {
    return guarded.processes().stream().filter(this::isApplication).count() == 1;
  }

  private boolean isApplication(ProcessHandle handle) {
    try {
      String command = Files.readString(Path.of("/proc/" + handle.pid() + "/cmdline"));
      return command.contains("rekindle-agent.jar=") && !command.contains("restart-loader.jar");
    } catch (IOException e) {
      return false;
    }
  }
}
