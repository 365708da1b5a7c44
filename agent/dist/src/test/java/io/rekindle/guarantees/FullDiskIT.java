package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rekindle.codec.fold.RetentionPolicy;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.guarantees.apps.FixedStateApp;
import io.rekindle.guarantees.apps.GrowApp;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small file system that fills up, and a store that disappears; the first needs root.
 *
 * <p>Invariants checked: the application goes on; the agent says UNPROTECTED while it is, and
 * PROTECTED once there is space; what comes back after a kill is the state as of then.
 */
class FullDiskIT {

  private static final int BALLAST_BYTES = 12 << 20;

  @TempDir Path temp;

  private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(temp.resolve("disk"));
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", "-l", disk.toString());
    }
  }

  @Test
  void shouldGoOnAndProtectAgainWhenDiskWasFull() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString());
    assumeTrue(mounted, "no right to mount a tmpfs: the test with a full disk is left out");
    Path ballast = Files.write(disk.resolve("ballast"), new byte[BALLAST_BYTES]);

    try (ChildJvm jvm = Apps.of(GrowApp.class, disk, "").start()) {
      jvm.awaitLine("state steps=0");
      jvm.sendLine("10");
      jvm.awaitLine("steps=10");
      AgentStatusClient.awaitHealth(disk, "PROTECTED");
      jvm.sendLine("250");
      jvm.awaitLine("steps=260");
      assertThat(AgentStatusClient.awaitHealth(disk, "UNPROTECTED")).contains("healthReason");
      Files.delete(ballast);
      AgentStatusClient.awaitHealth(disk, "PROTECTED");
      jvm.sendLine("1");
      jvm.awaitLine("steps=261");
      assertThat(jvm.stdout()).hasSize(4);
    }
    try (ChildJvm jvm = Apps.of(GrowApp.class, disk, "").start()) {
      assertThat(jvm.awaitLine("state steps=")).as(jvm.describe()).isEqualTo("state steps=261");
    }
  }

  @Test
  void shouldOpenJournalLaterWhenDiskWasFullFromTheFirstCommitOn() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString());
    assumeTrue(mounted, "no right to mount a tmpfs: the test with a full disk is left out");
    int steps = 50;
    // Leaves room for some commits, none for what a queue needs at once.
    Path ballast = Files.write(disk.resolve("ballast"), new byte[(16 << 20) - (450 << 10)]);

    try (ChildJvm jvm = Apps.of(GrowApp.class, disk, "").start()) {
      jvm.awaitLine("state steps=0");
      jvm.sendLine("40");
      jvm.awaitLine("steps=40");
      AgentStatusClient.awaitHealth(disk, "UNPROTECTED");
      Files.delete(ballast);
      AgentStatusClient.awaitHealth(disk, "PROTECTED");
      jvm.sendLine("10");
      jvm.awaitLine("steps=50");
      NameFolder folder = NameFolder.of(disk, Apps.NAME);
      AgentStatusClient.awaitHealth(disk, "PROTECTED");
      long deadlineNs = System.nanoTime() + Apps.LIMIT.toNanos();
      while (folder.segments(1).size() < 2) {
        assertThat(System.nanoTime() - deadlineNs).as(jvm.describe()).isNegative();
        jvm.sendLine("1");
        jvm.awaitLine("steps=" + ++steps);
        // Slowly enough for the disk not to fill up once more before the next attempt.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
    try (ChildJvm jvm = Apps.of(GrowApp.class, disk, "").start()) {
      assertThat(jvm.awaitLine("state steps="))
          .as(jvm.describe())
          .isEqualTo("state steps=" + steps);
    }
  }

  @Test
  void shouldGiveUpHistoryBeforeProtection() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=150m", "tmpfs", disk.toString());
    assumeTrue(mounted, "no right to mount a tmpfs: the test with a full disk is left out");
    NameFolder folder = NameFolder.of(disk, Apps.NAME);
    Files.createDirectories(folder.path());
    RetentionPolicy.parse("7d").write(folder);

    try (ChildJvm jvm = Apps.of(FixedStateApp.class, disk, "", "200000", "more").start()) {
      jvm.awaitLine("changed");
      assertThat(Files.readString(folder.log())).contains("history was given up");
      AgentStatusClient.awaitHealth(disk, "PROTECTED");
      jvm.sendLine("");
      jvm.awaitLine("commits=200001");
      AgentStatusClient.awaitHealth(disk, "PROTECTED");
    }
    ChildJvm again = Apps.run(FixedStateApp.class, disk, "", "0");
    assertThat(again.stdout()).contains("state commits=200001 writes=200001");
  }

  @Test
  void shouldGoOnWhenStoreIsRemoved() throws Exception {
    Path store = temp.resolve("store");
    try (ChildJvm jvm = Apps.of(GrowApp.class, store, "").start()) {
      jvm.awaitLine("state steps=0");
      jvm.sendLine("10");
      jvm.awaitLine("steps=10");
      assertThat(run("rm", "-r", store.toString())).isTrue();
      // More than a segment, so that a new file has to be made.
      jvm.sendLine("1800");
      jvm.awaitLine("steps=1810");
      jvm.sendLine("1");
      jvm.awaitLine("steps=1811");
      assertThat(jvm.isAlive()).as(jvm.describe()).isTrue();
      assertThat(String.join("\n", jvm.stderr())).as(jvm.describe()).contains("UNPROTECTED");
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
