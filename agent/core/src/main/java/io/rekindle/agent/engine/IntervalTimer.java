package io.rekindle.agent.engine;

import io.rekindle.agent.AgentThread;
import io.rekindle.agent.log.Log;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Commits every interval, so that changes outside {@code @Checkpoint} methods are stored too. What
 * is changed right after a commit has begun is stored an interval later, with the next one: that
 * begins early enough to be done by then. Where captures take too long for that, they come less
 * often.
 */
final class IntervalTimer {

  /** How much the application relies on the timer. */
  enum Duty {
    /** Sections commit for themselves: a twentieth of a core at most is for what is outside. */
    SPARE(19),
    /** There are no sections; a fifth of a core. */
    DUE(4),
    /** No more than an interval may be lost; half a core. */
    PROMISED(1);

    private final int pausesPerCommit;

    Duty(int pausesPerCommit) {
      this.pausesPerCommit = pausesPerCommit;
    }
  }

  /** Commits in a row that took too long, before it is said: the first ones find a cold JVM. */
  private static final int LATE_MAX = 20;

  private static final Log LOG = Log.of(IntervalTimer.class);

  private final long intervalNs;
  private final Commits commits;
  private final CommitCounters counters;
  private final EngineJournal journal;
  private final Runnable beforeCommit;
  private final Supplier<Duty> duty;
  private final Thread thread;
  private volatile boolean stopped;
  private boolean hasFailed;
  private int late;

  /** How patiently to wait for sections; more so after each time that it was in vain. */
  private int attempts = 1;

  private boolean hasWarned;

  /** The journal's bytes at the last interval. */
  private long bytesWritten;

  /**
   * A timer that is not started.
   *
   * @param beforeCommit is run before each commit, by the timer's thread
   * @param duty is asked before each commit, and after it
   */
  IntervalTimer(
      long intervalMs,
      Commits commits,
      CommitCounters counters,
      EngineJournal journal,
      Runnable beforeCommit,
      Supplier<Duty> duty) {
    this.duty = duty;
    this.journal = journal;
    this.beforeCommit = beforeCommit;
    this.intervalNs = TimeUnit.MILLISECONDS.toNanos(intervalMs);
    this.commits = commits;
    this.counters = counters;
    this.thread = AgentThread.of("interval", this::run);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    long tookNs = 0;
    while (!stopped) {
      LockSupport.parkNanos(pauseNs(tookNs));
      if (!stopped) {
        long startNs = System.nanoTime();
        round();
        tookNs = System.nanoTime() - startNs;
      }
    }
  }

  private long pauseNs(long tookNs) {
    Duty present = duty.get();
    if (present == Duty.SPARE) {
      // Not the wait for sections that were running.
      long ownNs = counters.lastCaptureNs() + counters.lastLookNs();
      return Math.max(intervalNs, ownNs * present.pausesPerCommit);
    }
    long restNs = intervalNs - 2 * tookNs;
    long leastNs = tookNs * present.pausesPerCommit;
    noteLate(restNs < leastNs, tookNs, leastNs);
    return Math.max(restNs, leastNs);
  }

  private void noteLate(boolean isLate, long tookNs, long pauseNs) {
    late = isLate ? late + 1 : 0;
    if (late == LATE_MAX && !hasWarned) {
      hasWarned = true;
      LOG.warn(
          "commits take so long that more than interval={} ms may be lost: the last one took {} ms,"
              + " they come every {} ms. Give a longer interval, or keep less that changes so often"
              + " in @State fields.",
          TimeUnit.NANOSECONDS.toMillis(intervalNs),
          TimeUnit.NANOSECONDS.toMillis(tookNs),
          TimeUnit.NANOSECONDS.toMillis(tookNs + pauseNs));
    }
  }

  /** The timer goes on whatever happens: what it would have committed is in the next commit. */
  private void round() {
    try {
      reserveAhead();
      beforeCommit.run();
      commits.lookAgain();
      if (duty.get() == Duty.PROMISED) {
        attempts = commits.commitSoon(attempts) ? 1 : attempts + 1;
      } else {
        commits.commitIfQuiet();
      }
    } catch (RuntimeException | Error e) {
      if (!hasFailed) {
        tell(e);
      }
    }
  }

  private void tell(Throwable cause) {
    try {
      LOG.warn("round of the interval timer failed; it goes on, and says so once", cause);
      hasFailed = true;
    } catch (OutOfMemoryError e) {
      // No memory even for that: a later round says it.
    }
  }

  /** As much as two intervals like the last one would write. */
  private void reserveAhead() {
    long bytes = journal.bytesWritten();
    journal.reserveAhead(2 * (bytes - bytesWritten));
    bytesWritten = bytes;
  }
}
