package io.rekindle.benchmarks;

import org.HdrHistogram.Histogram;

/** Runs an operation many times, bounded by a count and by time, because some peers are slow. */
final class Loop {

  /** Longer ones are recorded as this long. */
  static final long LATENCY_NS_MAX = 1_000_000_000_000L;

  private static final int SIGNIFICANT_DIGITS = 3;

  /** The clock is read once per batch; a batch takes at most about this long. */
  private static final long BATCH_NS = 10_000_000;

  /** A single run of the thing that is measured; {@code index} counts up over all loops. */
  interface Operation {
    void run(long index) throws Exception;
  }

  private final Operation operation;
  private long nextIndex;

  Loop(Operation operation) {
    this.operation = operation;
  }

  /** How many operations were run so far, warm-up included. */
  long operationCount() {
    return nextIndex;
  }

  /** An empty histogram that fits every latency. */
  static Histogram histogram() {
    return new Histogram(LATENCY_NS_MAX, SIGNIFICANT_DIGITS);
  }

  /**
   * Runs the operation without a look at the clock in between.
   *
   * @return the mean time of one, in nanoseconds
   */
  double mean(long countMax, long limitNs) throws Exception {
    long firstIndex = nextIndex;
    long batchCount = 1;
    long startNs = System.nanoTime();
    long nowNs = startNs;
    while (nextIndex - firstIndex < countMax && nowNs - startNs < limitNs) {
      long batchEnd = nextIndex + Math.min(batchCount, countMax - (nextIndex - firstIndex));
      long batchStartNs = nowNs;
      while (nextIndex < batchEnd) {
        operation.run(nextIndex++);
      }
      nowNs = System.nanoTime();
      if (nowNs - batchStartNs < BATCH_NS / 2) {
        batchCount *= 2;
      }
    }
    return (nowNs - startNs) / (double) (nextIndex - firstIndex);
  }

  /** Runs the operation and records how long each took, the clock's own cost included. */
  Histogram latencies(long countMax, long limitNs) throws Exception {
    Histogram histogram = histogram();
    long startNs = System.nanoTime();
    long beforeNs = startNs;
    for (long i = 0; i < countMax && beforeNs - startNs < limitNs; i++) {
      operation.run(nextIndex++);
      long afterNs = System.nanoTime();
      histogram.recordValue(Math.min(afterNs - beforeNs, LATENCY_NS_MAX));
      beforeNs = afterNs;
    }
    return histogram;
  }
}
