package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.bootstrap.Sections;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two threads change a concurrent map outside any section while captures come in between. Invariant
 * checked: at each capture the model, brought forward by the log alone, equals the map.
 */
class ConcurrentHashMapStressTest {

  private static final int CAPTURE_COUNT = Boolean.getBoolean("rekindle.soak") ? 20_000 : 1_000;
  private static final long CLOSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void shouldFollowTwoThreads() throws Exception {
    long seed = Long.getLong("rekindle.seed", System.nanoTime());
    System.err.println("ConcurrentHashMapStressTest: -Drekindle.seed=" + seed);
    Kind<?> kind = Kinds.named("NeverLeaky");
    check(kind, seed);
  }

  private static <C> void check(Kind<C> kind, long seed) throws Exception {
    C map = kind.empty().get();
    Replay replay = new Replay(kind, (TrackedContainer) map);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(2);
    try {
      Future<?> one = threads.submit(() -> change(kind, map, seed, begun, end));
      Future<?> other = threads.submit(() -> change(kind, map, seed + 1, begun, end));
      begun.await();
      for (int i = 0; i < CAPTURE_COUNT; i++) {
        assertThat(Sections.GATE.close(CLOSE_TIMEOUT_NS)).isTrue();
        try {
          assertThat(replay.capture()).as("seed %d", seed).isNull();
        } finally {
          Sections.GATE.open();
        }
        Thread.yield();
      }
      end.countDown();
      one.get();
      other.get();
    } finally {
      end.countDown();
      threads.shutdown();
    }
    assertThat(replay.capture()).as("seed %d", seed).isNull();
  }

  private static <C> void change(
      Kind<C> kind, C map, long seed, CountDownLatch begun, CountDownLatch end) {
    Random random = new Random(seed);
    begun.countDown();
    while (end.getCount() > 0) {
      Operation<? super C> operation =
          kind.operations().get(random.nextInt(kind.operations().size()));
      Replay.run(operation, map, random);
    }
  }
}
