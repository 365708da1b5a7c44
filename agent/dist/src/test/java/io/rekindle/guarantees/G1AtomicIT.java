package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.guarantees.apps.PairsApp;
import io.rekindle.testing.ChildJvm;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills threads that change several roots in one step, nested and with exceptional exits.
 *
 * <p>Invariants checked: after a restart each step is there as a whole or not at all.
 */
class G1AtomicIT {

  private static final int KILLS = Boolean.getBoolean("rekindle.soak") ? 200 : 6;

  @TempDir Path temp;

  @Test
  void shouldNeverShowHalfAStepWhenKilledAtRandom() {
    long seed = Apps.seed();
    System.err.println("G1AtomicIT: -Drekindle.seed=" + seed);
    var random = new SplittableRandom(seed);
    String last = "";
    for (int i = 0; i <= KILLS; i++) {
      try (ChildJvm jvm = Apps.of(PairsApp.class, temp, "").start()) {
        last = jvm.awaitLine("state ");
        assertThat(last).as("seed=" + seed + " " + jvm.describe()).startsWith("state whole=true");
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(20_000 + random.nextInt(100_000)));
        assertThat(jvm.isAlive()).as(jvm.describe()).isTrue();
      }
    }
    assertThat(last).as("something was done").doesNotEndWith(" 0 0 0");
  }
}
