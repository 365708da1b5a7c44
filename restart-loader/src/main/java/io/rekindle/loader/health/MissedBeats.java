package io.rekindle.loader.health;

/**
 * Counts intervals without a beat. Several beats in one interval are as good as one. Not
 * thread-safe, but for {@link #count}.
 */
final class MissedBeats {

  /** What an interval came to. */
  enum Level {
    /** Nothing to be done. */
    NONE,
    /** The lower number of misses is reached, just now. */
    LOW,
    /** The higher one is reached or passed. */
    HIGH
  }

  private final int low;
  private final int high;
  private long beatCount;
  private volatile int count;

  MissedBeats(int low, int high) {
    this.low = low;
    this.high = high;
  }

  /** The end of an interval, at which there were so many beats in all. */
  Level intervalEnded(long beats) {
    if (beats != beatCount) {
      healthy(beats);
      return Level.NONE;
    }
    count = Math.min(count + 1, high);
    if (count >= high) {
      return Level.HIGH;
    }
    return count == low ? Level.LOW : Level.NONE;
  }

  /** From here on, as if it had just beaten. */
  void healthy(long beats) {
    beatCount = beats;
    count = 0;
  }

  /** Misses in a row so far. */
  int count() {
    return count;
  }
}
