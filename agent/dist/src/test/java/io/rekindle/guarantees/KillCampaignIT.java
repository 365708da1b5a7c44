package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.guarantees.apps.BankApp;
import io.rekindle.guarantees.apps.Confirmations;
import io.rekindle.guarantees.apps.GraphApp;
import io.rekindle.guarantees.apps.GraphProgram;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills two applications over and over at random moments, start-up included.
 *
 * <p>Invariants checked:
 *
 * <ul>
 *   <li>every restart succeeds
 *   <li>what was confirmed is there: confirmed &lt;= restored &lt;= confirmed + 1 for each thread
 *       (an application confirms what it got back before it goes on)
 *   <li>bank: the sum of all balances is constant
 *   <li>graph: the restored graph equals the one that the same number of steps makes in a JVM
 *       without the agent, sharing and cycles included
 * </ul>
 *
 * <p>Repeat a run's random choices with {@code -Drekindle.seed=N}; {@code -Psoak} kills thousands
 * of times.
 */
class KillCampaignIT {

  private static final int KILLS_PER_APP = Boolean.getBoolean("rekindle.soak") ? 1500 : 100;

  private static final int BANK_THREADS = 4;

  /** One kill in so many comes at any time after the start, instead of during the work. */
  private static final int EARLY_SHARE = 5;

  private static final int EARLY_MS = 500;

  /** Kills come within this time after the first step of a life returned. */
  private static final int WORK_US = 30_000;

  /** One kill in so many comes without waiting for a step. */
  private static final int IDLE_SHARE = 4;

  @TempDir Path temp;

  @Test
  void shouldRestoreConfirmedStateWhenKilledAtAnyMoment() throws Exception {
    long seed = Apps.seed();
    System.err.println("KillCampaignIT: -Drekindle.seed=" + seed);
    var pool = Executors.newFixedThreadPool(2);
    try {
      List<Callable<Long>> lanes = List.of(() -> killBank(seed), () -> killGraph(seed + 1));
      List<Future<Long>> ended = pool.invokeAll(lanes, 2, TimeUnit.HOURS);
      System.err.println(
          "KillCampaignIT: kills="
              + 2 * KILLS_PER_APP
              + " transfers="
              + ended.get(0).get()
              + " graphSteps="
              + ended.get(1).get());
    } finally {
      pool.shutdownNow();
    }
  }

  private long killBank(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    Path store = temp.resolve("bank");
    Path file = temp.resolve("bank.confirmed");
    var confirmed = new Confirmations(file);
    long total = 0;
    for (int kill = 0; kill <= KILLS_PER_APP; kill++) {
      long[] before = new long[BANK_THREADS];
      for (int i = 0; i < BANK_THREADS; i++) {
        before[i] = confirmed.get(i);
      }
      String[] arguments = {file.toString(), "" + BANK_THREADS, "" + (seed + kill)};
      try (ChildJvm jvm = Apps.of(BankApp.class, store, "", arguments).start()) {
        if (kill < KILLS_PER_APP && isKilledEarly(jvm, random)) {
          continue;
        }
        String state = jvm.awaitLine("state ");
        String context = "kill=" + kill + " seed=" + seed + " " + jvm.describe();
        assertThat(state).as(context).startsWith("state sum=32000 ");
        String[] counts = state.substring(state.lastIndexOf('=') + 1).split(",");
        total = 0;
        for (int i = 0; i < BANK_THREADS; i++) {
          long restored = Long.parseLong(counts[i]);
          assertThat(restored).as(context).isBetween(before[i], before[i] + 1);
          total += restored;
        }
        killAtWork(jvm, random, confirmed, before);
      }
    }
    assertThat(total).as("transfers").isGreaterThan(KILLS_PER_APP);
    return total;
  }

  private long killGraph(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    Path store = temp.resolve("graph");
    Path file = temp.resolve("graph.confirmed");
    Path dump = temp.resolve("graph.dump");
    var confirmed = new Confirmations(file);
    var oracle = new GraphProgram(seed);
    for (int kill = 0; kill <= KILLS_PER_APP; kill++) {
      long before = confirmed.get(0);
      String[] arguments = {file.toString(), "" + seed, dump.toString()};
      try (ChildJvm jvm = Apps.of(GraphApp.class, store, "", arguments).start()) {
        if (kill < KILLS_PER_APP && isKilledEarly(jvm, random)) {
          continue;
        }
        String state = jvm.awaitLine("state position=");
        String context = "kill=" + kill + " seed=" + seed + " " + jvm.describe();
        long restored = Long.parseLong(state.substring(state.indexOf('=') + 1));
        assertThat(restored).as(context).isBetween(before, before + 1);
        while (oracle.position() < restored) {
          oracle.step();
        }
        assertThat(Files.readString(dump)).as(context).isEqualTo(oracle.dump());
        killAtWork(jvm, random, confirmed, new long[] {before});
      }
    }
    assertThat(oracle.position()).as("steps").isGreaterThan(KILLS_PER_APP);
    return oracle.position();
  }

  private static boolean isKilledEarly(ChildJvm jvm, SplittableRandom random) {
    if (random.nextInt(EARLY_SHARE) != 0) {
      return false;
    }
    awaitMoment(TimeUnit.MILLISECONDS.toNanos(random.nextInt(EARLY_MS)));
    assertThat(jvm.isAlive()).as(jvm.describe()).isTrue();
    jvm.killHard();
    return true;
  }

  private static void killAtWork(
      ChildJvm jvm, SplittableRandom random, Confirmations confirmed, long[] before) {
    long deadlineNs = System.nanoTime() + Apps.LIMIT.toNanos();
    boolean idle = random.nextInt(IDLE_SHARE) == 0;
    while (!idle && !isMoving(confirmed, before)) {
      assertThat(System.nanoTime()).as(jvm.describe()).isLessThan(deadlineNs);
      awaitMoment(TimeUnit.MILLISECONDS.toNanos(1));
    }
    awaitMoment(TimeUnit.MICROSECONDS.toNanos(random.nextInt(WORK_US)));
    assertThat(jvm.isAlive()).as(jvm.describe()).isTrue();
    jvm.killHard();
  }

  private static boolean isMoving(Confirmations confirmed, long[] before) {
    for (int i = 0; i < before.length; i++) {
      if (confirmed.get(i) > before[i] + 1) {
        return true;
      }
    }
    return false;
  }

  /** The random moment itself: there is nothing to wait for but time. */
  private static void awaitMoment(long nanos) {
    try {
      new java.util.concurrent.CompletableFuture<Void>().get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // Now.
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
