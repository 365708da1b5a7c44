package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.Contender;
import io.rekindle.benchmarks.contender.Totals;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/** The phases that measure the first checkpoint of a loaded state. */
final class CheckpointPhases {

  private static final long PROBE_WARMUP_MS = 500;

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

  /**
   * Two threads go on with the application's work meanwhile, one with durable changes, one with
   * changes in memory. Contenders that are not safe for use by several threads make the application
   * lock, as it would have to.
   */
  static void firstCheckpointStall(Contender contender, Path store, Options options, Result result)
      throws Exception {
    contender.open(store);
    contender.load(ChangePhases.accountCount(options));
    ReentrantLock lock = contender.isThreadSafe() ? null : new ReentrantLock();
    Prober commits = new Prober("commits", id -> contender.changeOneField(id, 1), lock);
    Prober writes = new Prober("writes", id -> contender.changeInMemory(id, 1), lock);
    writes.start();
    Thread.sleep(PROBE_WARMUP_MS); // only changes in memory: a durable one would checkpoint all
    writes.forgetStalls();
    commits.start();
    long startNs = System.nanoTime();
    if (lock == null) {
      contender.firstCheckpoint();
    } else {
      lock.lock();
      try {
        contender.firstCheckpoint();
      } finally {
        lock.unlock();
      }
    }
    result.put("meanNs", (double) (System.nanoTime() - startNs));
    commits.finishInto(result, "commitStallMaxNs");
    writes.finishInto(result, "writeStallMaxNs");
  }
}
