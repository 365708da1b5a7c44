package io.rekindle.agent.engine;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long to leave commits alone after one that was not stored: twice as long after each failure,
 * up to a limit. Confined to the holder of the commit lock.
 */
final class RetryPause {

  private static final long FIRST_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long MAX_NS = TimeUnit.SECONDS.toNanos(5);

  /**
   * After what failed for want of memory: each try takes as much again, and a pause of the gate.
   */
  private static final long LARGE_FIRST_NS = TimeUnit.SECONDS.toNanos(5);

  private static final long LARGE_MAX_NS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier clockNs;
  private long untilNs;
  private long delayNs;

  /** With a clock like {@link System#nanoTime}. */
  RetryPause(LongSupplier clockNs) {
    this.clockNs = clockNs;
    this.untilNs = clockNs.getAsLong();
  }

  /** Whether a commit is not to be tried yet. */
  boolean lasts() {
    return clockNs.getAsLong() - untilNs < 0;
  }

  /** A commit was not stored; {@code isLarge}: for want of memory. */
  void failed(boolean isLarge) {
    long first = isLarge ? LARGE_FIRST_NS : FIRST_NS;
    long max = isLarge ? LARGE_MAX_NS : MAX_NS;
    delayNs = Math.min(max, Math.max(first, delayNs * 2));
    untilNs = clockNs.getAsLong() + delayNs;
  }

  /** A commit was stored, or the reason of the failures is gone. */
  void end() {
    if (delayNs != 0) {
      // Each commit comes by, and the clock costs a tenth of a small one.
      delayNs = 0;
      untilNs = clockNs.getAsLong();
    }
  }
}
