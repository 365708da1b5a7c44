package io.rekindle.benchmarks;

import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** When operations of one thread began and how long each took. Confined to that thread. */
final class Stalls {

  private static final int INITIAL_COUNT = 1 << 12;

  /** As much as a minute of a busy thread has of operations that are worth recording. */
  private static final int COUNT_MAX = 1 << 23;

  private long[] startsNs = new long[INITIAL_COUNT];
  private long[] durationsNs = new long[INITIAL_COUNT];
  private int count;

  /** Adds one; what comes after 8,388,608 of them is left out. */
  void add(long startNs, long tookNs) {
    if (count == COUNT_MAX) {
      return;
    }
    if (count == startsNs.length) {
      startsNs = Arrays.copyOf(startsNs, 2 * count);
      durationsNs = Arrays.copyOf(durationsNs, 2 * count);
    }
    startsNs[count] = startNs;
    durationsNs[count++] = tookNs;
  }

  /** How long those took that ran, at least in part, in one of {@code windows}. */
  Histogram within(List<Window> windows) {
    Histogram histogram = Loop.histogram();
    for (int i = 0; i < count; i++) {
      long startNs = startsNs[i];
      long endNs = startNs + durationsNs[i];
      if (windows.stream().anyMatch(window -> window.overlaps(startNs, endNs))) {
        histogram.recordValue(Math.min(durationsNs[i], Loop.LATENCY_NS_MAX));
      }
    }
    return histogram;
  }

  /**
   * A stretch of time, by the clock of {@link System#nanoTime}.
   *
   * @param startNs its begin
   * @param endNs its end, which belongs to it
   */
  record Window(long startNs, long endNs) {

    boolean overlaps(long otherStartNs, long otherEndNs) {
      return otherStartNs <= endNs && otherEndNs >= startNs;
    }

    long lengthNs() {
      return endNs - startNs;
    }
  }
}
