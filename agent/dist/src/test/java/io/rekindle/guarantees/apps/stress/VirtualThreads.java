package io.rekindle.guarantees.apps.stress;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many virtual threads: each changes shared state in sections and outside, then stays alive until
 * all have done so.
 */
public final class VirtualThreads implements StressProgram {

  private static final int THREADS = 20_000;
  private static final int KEYS = 512;

  @State private static final ConcurrentHashMap<Integer, Long> INSIDE = new ConcurrentHashMap<>();

  @State private static final ConcurrentHashMap<Integer, Long> OUTSIDE = new ConcurrentHashMap<>();

  @State private static final AtomicLong MOVED = new AtomicLong();

  @Checkpoint
  static void move(SplittableRandom random) {
    long amount = random.nextInt(100);
    INSIDE.merge(random.nextInt(KEYS), amount, Long::sum);
    INSIDE.merge(random.nextInt(KEYS), -amount, Long::sum);
    MOVED.incrementAndGet();
  }

  @Override
  public void change(long seed, long durationMs) throws Exception {
    ThreadFactory factory = factory();
    CountDownLatch done = new CountDownLatch(THREADS);
    CountDownLatch end = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    Executor executor =
        task -> {
          Thread thread = factory.newThread(task);
          threads.add(thread);
          thread.start();
        };
    for (int i = 0; i < THREADS; i++) {
      long own = seed * THREADS + i;
      executor.execute(() -> work(new SplittableRandom(own), done, end));
    }
    done.await();
    end.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("moved=" + MOVED);
  }

  private static void work(SplittableRandom random, CountDownLatch done, CountDownLatch end) {
    try {
      OUTSIDE.merge(random.nextInt(KEYS), 1L, Long::sum);
      if (random.nextInt(4) == 0) {
        move(random);
      }
      Thread.yield();
      OUTSIDE.merge(random.nextInt(KEYS), 1L, Long::sum);
    } finally {
      done.countDown();
    }
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By reflection, since JDK 17 has no virtual threads. */
  private static ThreadFactory factory() throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    return (ThreadFactory)
        Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
  }

  @Override
  public List<String> describe() {
    long outside = OUTSIDE.values().stream().mapToLong(Long::longValue).sum();
    long inside = INSIDE.values().stream().mapToLong(Long::longValue).sum();
    return List.of(
        "sums=" + inside + "," + (outside - 2 * THREADS),
        "moved=" + MOVED,
        "inside=" + new TreeMap<>(INSIDE),
        "outside=" + new TreeMap<>(OUTSIDE));
  }

  public static void main(String[] args) throws Exception {
    StressProgram.run(new VirtualThreads(), args);
  }
}
