package io.rekindle.benchmarks;

import io.rekindle.Rekindle;
import io.rekindle.benchmarks.application.Baskets;
import io.rekindle.benchmarks.contender.Contender;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The phases that measure the memory in use once a state is loaded and checkpointed. */
final class HeapPhases {

  private static final long BETWEEN_MS = 200;

  private HeapPhases() {}

  static void accounts(Contender contender, Path store, Options options, Result result)
      throws Exception {
    ChangePhases.fill(contender, store, options);
    put(options, result);
    result.putTotals(contender.totals());
  }

  /** Of Rekindle, and without the agent of a plain JVM: the application is the same. */
  static void baskets(Contender contender, Path store, Options options, Result result)
      throws Exception {
    int basketCount = ChangePhases.accountCount(options);
    Baskets.load(basketCount);
    Rekindle.checkpoint();
    put(options, result);
    if (Baskets.itemCount() != (long) basketCount * Baskets.ITEM_COUNT) {
      throw new IllegalStateException("wrong state: items=" + Baskets.itemCount());
    }
  }

  /**
   * The least that was in use after any of several full collections: what a library still does
   * after the first checkpoint may hold memory for a while.
   */
  private static void put(Options options, Result result) throws InterruptedException {
    long leastBytes = Long.MAX_VALUE;
    long limitNs = ChangePhases.limitNs(options);
    long startNs = System.nanoTime();
    while (System.nanoTime() - startNs < limitNs) {
      System.gc();
      leastBytes =
          Math.min(leastBytes, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      TimeUnit.MILLISECONDS.sleep(BETWEEN_MS);
    }
    result.put("heapBytes", leastBytes);
    result.put(
        "bufferBytes",
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum());
  }
}
