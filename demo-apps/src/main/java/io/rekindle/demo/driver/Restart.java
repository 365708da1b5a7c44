package io.rekindle.demo.driver;

import java.util.concurrent.TimeUnit;

/**
 * One kill and what came of it. Immutable.
 *
 * @param pid the process that was killed
 * @param acknowledged the steps acknowledged by then, as the next JVM found them
 * @param position the steps in the restored state
 * @param incarnation the number of the next JVM
 * @param mainNs from the kill to {@code main}
 * @param readyNs from the kill to the restored state being ready for work
 * @param firstNs from the kill to the first step done
 */
public record Restart(
    long pid,
    long acknowledged,
    long position,
    long incarnation,
    long mainNs,
    long readyNs,
    long firstNs) {

  /** Whether a step that was acknowledged is not in the restored state. */
  public boolean isStepLost() {
    return position < acknowledged;
  }

  /** Whether the restored state has more steps than can have been done. */
  public boolean isStepInvented(int threads) {
    return position > acknowledged + threads;
  }

  static long millis(long ns) {
    return TimeUnit.NANOSECONDS.toMillis(ns);
  }
}
