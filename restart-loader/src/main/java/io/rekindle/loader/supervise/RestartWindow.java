package io.rekindle.loader.supervise;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Restart intensity and period, as Erlang's supervisors have them: at most so many restarts in any
 * stretch of so much time. Used by the supervising thread only.
 */
final class RestartWindow {
  private final int restartsMax;
  private final long periodNs;
  private final LongSupplier clockNs;
  private final Deque<Long> restartsNs = new ArrayDeque<>();

  RestartWindow(int restartsMax, long periodNs, LongSupplier clockNs) {
    this.restartsMax = restartsMax;
    this.periodNs = periodNs;
    this.clockNs = clockNs;
  }

  /** Counts a restart now if there is room for it. */
  boolean tryRestart() {
    long nowNs = clockNs.getAsLong();
    while (!restartsNs.isEmpty() && nowNs - restartsNs.peekFirst() >= periodNs) {
      restartsNs.removeFirst();
    }
    if (restartsNs.size() >= restartsMax) {
      return false;
    }
    restartsNs.addLast(nowNs);
    return true;
  }

  /** Restarts counted in the period that ended with the last {@link #tryRestart}. */
  int restartCount() {
    return restartsNs.size();
  }
}
