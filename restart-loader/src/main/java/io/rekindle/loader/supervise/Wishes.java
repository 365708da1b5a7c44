package io.rekindle.loader.supervise;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody wants of the application: that it goes on, that its present incarnation is
 * replaced, or that it ends for good, which is never taken back. The supervising thread waits here
 * for the time of a delayed start, the others cut that short by a wish.
 *
 * <p>Threads: every method locks this object; the supervisor does so around several of them, and
 * guards with it which child is the present one.
 */
final class Wishes {
  private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);

  private enum Wish {
    /** That it goes on. */
    NONE,
    /** That its present incarnation is replaced. */
    RESTART,
    /** That it ends for good. */
    STOP
  }

  private final Clock clock;
  private Wish wish = Wish.NONE;
  private String cause = "";
  private boolean isDelaying;
  private long delayEndNs;

  Wishes(Clock clock) {
    this.clock = clock;
  }

  /** The first one to ask for the end is who brought it about. */
  synchronized void stop(String by) {
    if (wish != Wish.STOP) {
      wish = Wish.STOP;
      cause = by;
    }
    notifyAll();
  }

  /** False if the application is to end for good. */
  synchronized boolean restart(String by) {
    if (wish == Wish.STOP) {
      return false;
    }
    wish = Wish.RESTART;
    cause = by;
    notifyAll();
    return true;
  }

  /** An incarnation was started: a replacement was made, an end is still to come. */
  synchronized void started() {
    if (wish != Wish.STOP) {
      wish = Wish.NONE;
      cause = "";
    }
    notifyAll();
  }

  synchronized boolean isStop() {
    return wish == Wish.STOP;
  }

  /** What the wish came from, for the record; empty if there is none. */
  synchronized String cause() {
    return cause;
  }

  /** Returns when so much time has passed, or as soon as somebody wishes for something. */
  synchronized void awaitDelay(long delayMs) {
    delayEndNs = clock.nowNs() + TimeUnit.MILLISECONDS.toNanos(delayMs);
    isDelaying = true;
    while (wish == Wish.NONE && delayEndNs - clock.nowNs() > 0) {
      try {
        clock.await(this, delayEndNs - clock.nowNs());
      } catch (InterruptedException e) {
        LOG.debug("interrupted while waiting for the next start; waiting on", e);
      }
    }
    isDelaying = false;
  }

  /** Milliseconds that {@link #awaitDelay} will still take at most, 0 if nobody is in it. */
  synchronized long remainingDelayMs() {
    return isDelaying ? Math.max(1, TimeUnit.NANOSECONDS.toMillis(delayEndNs - clock.nowNs())) : 0;
  }
}
