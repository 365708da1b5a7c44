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
    return where((startNs, endNs) -> overlapsAny(windows, startNs, endNs));
  }

  /** How long those took that ran in {@code all}, and in none of {@code windows}. */
  Histogram outside(List<Window> windows, Window all) {
    return where(
        (startNs, endNs) -> all.overlaps(startNs, endNs) && !overlapsAny(windows, startNs, endNs));
  }

  private static boolean overlapsAny(List<Window> windows, long startNs, long endNs) {
    return windows.stream().anyMatch(window -> window.overlaps(startNs, endNs));
  }

  private Histogram where(Selection selection) {
    Histogram histogram = Loop.histogram();
    for (int i = 0; i < count; i++) {
      if (selection.has(startsNs[i], startsNs[i] + durationsNs[i])) {
        histogram.recordValue(Math.min(durationsNs[i], Loop.LATENCY_NS_MAX));
      }
    }
    return histogram;
  }

  private interface Selection {
    boolean has(long startNs, long endNs);
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
