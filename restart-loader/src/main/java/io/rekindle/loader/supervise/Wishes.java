package io.rekindle.loader.supervise;

import io.rekindle.loader.group.MemberState;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.EscalationStep;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody wants of the application: that it goes on, that its present incarnation is
 * replaced, at once or when its group is ready for that, or that it ends for good, which is never
 * taken back. The supervising thread waits here for the time of a delayed start, for being let go
 * by its group, or for anything to happen after a clean end; the others cut that short by a wish.
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
    /** That its present incarnation ends and the next one is not started yet. */
    HOLD,
    /** That it ends for good. */
    STOP
  }

  private final Clock clock;
  private Wish wish = Wish.NONE;
  private String cause = "";

  /** What the application asked for, while that is the cause; or null. */
  private EscalationStep asked;

  private boolean isDelaying;
  private boolean isResting;
  private boolean isClean;
  private boolean isGroupEnded;
  private boolean isWithOthers;
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
    isWithOthers |= by.equals(EndRecord.CAUSE_GROUP) || by.equals(EndRecord.CAUSE_SITE);
    notifyAll();
  }

  /** Whether somebody who ends others too has asked for the end, be it not as the first one. */
  synchronized boolean isWithOthers() {
    return isWithOthers;
  }

  /** False if the application is to end for good. */
  synchronized boolean restart(String by) {
    if (wish == Wish.STOP) {
      return false;
    }
    if (wish != Wish.HOLD) {
      wish = Wish.RESTART;
      cause = by;
    }
    notifyAll();
    return true;
  }

  /**
   * As a restart, of which the application says how far it is to go. Nothing is added to what
   * somebody else has wished for before.
   */
  synchronized boolean escalate(EscalationStep step) {
    if (wish == Wish.NONE) {
      wish = Wish.RESTART;
      cause = EndRecord.CAUSE_ESCALATION;
      asked = step;
    }
    notifyAll();
    return wish != Wish.STOP;
  }

  /**
   * For the supervising thread, after the end: what the application asked for, if nobody has wished
   * for something else since; or null. What follows is no wish any more.
   */
  synchronized EscalationStep takeAsked() {
    if (!cause.equals(EndRecord.CAUSE_ESCALATION)) {
      return null;
    }
    EscalationStep taken = asked;
    wish = Wish.NONE;
    cause = "";
    asked = null;
    return taken;
  }

  /** As a restart, but for a start that waits for {@link #release}. */
  synchronized boolean hold(String by) {
    if (wish == Wish.STOP) {
      return false;
    }
    wish = Wish.HOLD;
    cause = by;
    notifyAll();
    return true;
  }

  /** Lets the start be made that {@link #hold} holds up. */
  synchronized void release() {
    if (wish == Wish.HOLD) {
      // Not none: what ended because of the hold is still to be replaced.
      wish = Wish.RESTART;
    }
    notifyAll();
  }

  /** For the supervising thread: returns when nobody holds the start up. */
  synchronized void awaitRelease() {
    isResting = true;
    notifyAll();
    while (wish == Wish.HOLD) {
      await();
    }
    isResting = false;
  }

  /**
   * For whoever holds: returns when the supervising thread waits for the release.
   *
   * @return false if that is not to be any more, or did not come in time
   */
  synchronized boolean awaitResting(long timeoutNs) throws InterruptedException {
    long deadlineNs = System.nanoTime() + timeoutNs;
    while (wish == Wish.HOLD && !isResting) {
      long remainingNs = deadlineNs - System.nanoTime();
      if (remainingNs <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, remainingNs);
    }
    return wish == Wish.HOLD;
  }

  /** The application ended cleanly; what follows is up to its group. */
  synchronized void enterClean() {
    isClean = true;
  }

  /**
   * For the supervising thread after {@link #enterClean}.
   *
   * @return whether the application is to be started again
   */
  synchronized boolean awaitCall() {
    while (wish == Wish.NONE && !isGroupEnded) {
      await();
    }
    isClean = false;
    return wish == Wish.RESTART || wish == Wish.HOLD;
  }

  /** The group has ended: nobody waits for it any more. */
  synchronized void endGroup() {
    isGroupEnded = true;
    notifyAll();
  }

  synchronized boolean isGroupEnded() {
    return isGroupEnded;
  }

  /** Whether anything is wished for. */
  synchronized boolean isAny() {
    return wish != Wish.NONE;
  }

  synchronized MemberState state() {
    if (isClean) {
      return MemberState.CLEAN;
    } else if (isResting && wish == Wish.HOLD) {
      return MemberState.HELD;
    }
    return isDelaying ? MemberState.BACK_OFF : MemberState.RUNNING;
  }

  private void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      LOG.debug("interrupted while waiting for a wish; waiting on", e);
    }
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

  /** What an end for good is for the record: its site may start the application again. */
  synchronized String stopOutcome() {
    return cause.equals(EndRecord.CAUSE_SITE) ? EndRecord.SITE_RESTART : EndRecord.STOPPED;
  }

  /**
   * For the supervising thread: waits until the application is to end for good, or {@code other} is
   * done.
   *
   * @return whether it is to end for good
   */
  synchronized boolean awaitStop(CompletableFuture<?> other) {
    other.thenRun(this::wake);
    while (wish != Wish.STOP && !other.isDone()) {
      await();
    }
    return wish == Wish.STOP;
  }

  private synchronized void wake() {
    notifyAll();
  }

  /** What the wish came from, for the record; empty if there is none. */
  synchronized String cause() {
    return cause;
  }

  /** Returns when so much time has passed, or as soon as somebody wishes for something. */
  synchronized void awaitDelay(long delayMs) {
    delayEndNs = clock.nowNs() + TimeUnit.MILLISECONDS.toNanos(delayMs);
    awaitDelayEnd(Wish.NONE);
  }

  /**
   * The same for a start that failed: what led to it does not cut the time short, only what
   * somebody wishes for besides.
   */
  synchronized void awaitRetry(long delayMs) {
    delayEndNs = clock.nowNs() + TimeUnit.MILLISECONDS.toNanos(delayMs);
    awaitDelayEnd(wish);
  }

  private void awaitDelayEnd(Wish expected) {
    isDelaying = true;
    while (wish == expected && delayEndNs - clock.nowNs() > 0) {
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
