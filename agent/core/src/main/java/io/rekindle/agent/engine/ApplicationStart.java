package io.rekindle.agent.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How long what is not needed at once has to wait, so that the application that starts has the
 * processors for itself: half a second, and longer while it loads its classes, within a bound.
 * Thread-safe.
 */
final class ApplicationStart {

  private static final long LEAST_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long MOST_NS = TimeUnit.SECONDS.toNanos(3);

  /** With no class loaded for that long, the application is taken for started. */
  private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final LongSupplier clock;
  private final LongSupplier lastClassNs;
  private final Runnable afterwards;
  private final long startNs;

  /**
   * Begins now.
   *
   * @param lastClassNs when the last class of the application was loaded, by {@link
   *     System#nanoTime}
   * @param afterwards lets go of what only a start needs; by each who waited, once it is over
   */
  ApplicationStart(LongSupplier lastClassNs, Runnable afterwards) {
    this(System::nanoTime, lastClassNs, afterwards);
  }

  /** That of an application that loads no classes. */
  static ApplicationStart withoutClasses() {
    long nowNs = System.nanoTime();
    return new ApplicationStart(() -> nowNs, () -> {});
  }

  /** With a clock of the caller's, in nanoseconds. */
  ApplicationStart(LongSupplier clock, LongSupplier lastClassNs, Runnable afterwards) {
    this.clock = clock;
    this.lastClassNs = lastClassNs;
    this.afterwards = afterwards;
    this.startNs = clock.getAsLong();
  }

  /** Nanoseconds to wait before it makes sense to ask again; 0 if the start is over. */
  long restNs() {
    long nowNs = clock.getAsLong();
    long elapsedNs = nowNs - startNs;
    if (elapsedNs < LEAST_NS) {
      return LEAST_NS - elapsedNs;
    }
    long idleNs = IDLE_NS - (nowNs - lastClassNs.getAsLong());
    return Math.max(0, Math.min(idleNs, MOST_NS - elapsedNs));
  }

  /** Waits until the start is over, or nothing more is to be done. */
  void await(BooleanSupplier isEnding) {
    for (long restNs = restNs(); restNs > 0 && !isEnding.getAsBoolean(); restNs = restNs()) {
      LockSupport.parkNanos(restNs);
    }
    afterwards.run();
  }
}
