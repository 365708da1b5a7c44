package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.Contender;
import io.rekindle.benchmarks.contender.Totals;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** The phase that measures the first checkpoint of a loaded state. */
final class CheckpointPhases {

  private CheckpointPhases() {}

  static void firstCheckpoint(Contender contender, Path store, Options options, Result result)
      throws Exception {
    int accountCount = ChangePhases.accountCount(options);
    contender.open(store);
    contender.load(accountCount);
    long startNs = System.nanoTime();
    contender.firstCheckpoint();
    result.put("meanNs", (double) (System.nanoTime() - startNs));
    result.putTotals(Changes.verified(contender, Totals.expected(accountCount)));
    System.gc();
    result.put("heapBytes", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }
}
