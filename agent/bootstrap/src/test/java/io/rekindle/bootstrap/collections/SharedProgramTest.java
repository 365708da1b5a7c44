package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.bootstrap.Sections;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random programs of several threads on one container, in sections and outside, with captures in
 * between. {@code -Drekindle.seed=N} repeats the choices of the programs from that seed on; the
 * schedule is the machine's.
 *
 * <p>Invariants checked: at each capture, and after the last change, what the log says applied to
 * the former contents gives the contents there are, in their order.
 */
class SharedProgramTest {

  private static final List<String> KINDS =
      List.of(
          "NeverLeaky",
          "ConcurrentSkipListMap",
          "ConcurrentSkipListSet",
          "ConcurrentLinkedQueue",
          "ConcurrentLinkedDeque",
          "CopyOnWriteArrayList",
          "CopyOnWriteArraySet",
          "Vector",
          "Stack",
          "Hashtable",
          "Properties");

  private static final int PROGRAM_COUNT = Boolean.getBoolean("rekindle.soak") ? 1_000 : 40;
  private static final int THREAD_COUNT = 3;
  private static final int STEP_COUNT = 60;
  private static final long CLOSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
  private static final long LIMIT_S = 120;

  @TestFactory
  Stream<DynamicTest> shouldFollowSharedPrograms() {
    long seed = Long.getLong("rekindle.seed", System.nanoTime());
    System.err.println("SharedProgramTest: -Drekindle.seed=" + seed);
    return KINDS.stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> checkAll(Kinds.named(name), seed)));
  }

  private static <C> void checkAll(Kind<C> kind, long seed) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREAD_COUNT);
    try {
      for (int i = 0; i < PROGRAM_COUNT; i++) {
        check(kind, seed + i, threads);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static <C> void check(Kind<C> kind, long seed, ExecutorService threads) throws Exception {
    C container = kind.fill(new Random(seed));
    Replay replay = new Replay(kind, (TrackedContainer) container);
    CyclicBarrier start = new CyclicBarrier(THREAD_COUNT);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREAD_COUNT; i++) {
      Random random = new Random(seed * THREAD_COUNT + i);
      running.add(
          threads.submit(
              () -> {
                start.await();
                change(kind, container, random);
                return null;
              }));
    }
    while (running.stream().anyMatch(change -> !change.isDone())) {
      capture(kind, replay, seed);
      Thread.yield();
    }
    for (Future<?> change : running) {
      change.get(LIMIT_S, TimeUnit.SECONDS);
    }
    capture(kind, replay, seed);
  }

  private static void capture(Kind<?> kind, Replay replay, long seed) {
    assertThat(Sections.GATE.close(CLOSE_TIMEOUT_NS)).isTrue();
    try {
      assertThat(replay.capture()).as("%s, -Drekindle.seed=%d", kind, seed).isNull();
    } finally {
      Sections.GATE.open();
    }
  }

  private static <C> void change(Kind<C> kind, C container, Random random) {
    int left = STEP_COUNT;
    while (left > 0) {
      if (random.nextInt(3) > 0) {
        Replay.run(any(kind, random), container, random);
        left--;
        continue;
      }
      Sections.enter();
      try {
        for (int i = random.nextInt(4); i >= 0; i--) {
          Operation<? super C> operation = any(kind, random);
          // Its threads would wait at the gate for the capture, which waits for this section.
          if (!operation.name().contains("parallel")) {
            Replay.run(operation, container, random);
          }
          left--;
        }
      } finally {
        Sections.exit();
      }
    }
  }

  /** Any but those that may race with a capture, since they can't wait at the gate for long. */
  private static <C> Operation<? super C> any(Kind<C> kind, Random random) {
    while (true) {
      Operation<? super C> operation =
          kind.operations().get(random.nextInt(kind.operations().size()));
      if (!GateOrderTest.changesUnderMonitor(kind, operation)) {
        return operation;
      }
    }
  }
}
