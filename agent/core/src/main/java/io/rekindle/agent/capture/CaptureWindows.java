package io.rekindle.agent.capture;

/**
 * When the windows of a capture end. After some windows of one commit the time does not count any
 * more, so that each commit comes to an end. Used under the commit lock.
 */
final class CaptureWindows {

  private static final int NODES_PER_LOOK = 64;

  /**
   * How many windows may end in vain after all nodes were compared in each: where comparing alone
   * takes longer than a window, what it finds would never be written in time.
   */
  private static final int VAIN_WINDOWS_MAX = 4;

  /** A minute of windows: what has not come to an end by then grows as fast as it is written. */
  private static final int WINDOWS_MAX = 12_000;

  private static final long NO_DEADLINE = Long.MIN_VALUE;

  private int number;

  /** Windows of this commit, and those of them that compared all nodes and did not end it. */
  private int count;

  private int vainCount;
  private boolean isLast;
  private int untilClock;
  private long windowNs;
  private long deadlineNs;

  /** Begins a commit. */
  void begin() {
    count = 0;
    vainCount = 0;
  }

  /** Begins a window of {@code lengthNs} nanoseconds, counted from the first look at the clock. */
  void next(long lengthNs) {
    number++;
    isLast = ++count > WINDOWS_MAX || vainCount == VAIN_WINDOWS_MAX;
    untilClock = NODES_PER_LOOK;
    windowNs = lengthNs;
    deadlineNs = NO_DEADLINE;
  }

  /** Whether the current window is the first one of its commit. */
  boolean isFirst() {
    return count == 1;
  }

  /** How long the current window is to last at most, in nanoseconds. */
  long lengthNs() {
    return windowNs;
  }

  /** Whether the time does not count any more. */
  boolean isLast() {
    return isLast;
  }

  /** The number of the current window, which no other one has. */
  int number() {
    return number;
  }

  /** The window ended before the commit did. */
  void ended(boolean isCompared) {
    vainCount += isCompared ? 1 : 0;
  }

  /** The next question looks at the clock. */
  void lookNext() {
    untilClock = 0;
  }

  /** Looks at the clock now and then: it costs more than to encode a small object. */
  boolean isOver() {
    if (isLast || --untilClock > 0) {
      return false;
    }
    untilClock = NODES_PER_LOOK;
    long nowNs = System.nanoTime();
    if (deadlineNs == NO_DEADLINE) {
      deadlineNs = nowNs + windowNs;
    }
    return nowNs - deadlineNs >= 0;
  }
}
