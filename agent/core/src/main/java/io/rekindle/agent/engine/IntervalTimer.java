package io.rekindle.agent.engine;

import io.rekindle.agent.AgentThread;
import io.rekindle.agent.log.Log;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Commits every interval, so that changes outside {@code @Checkpoint} methods are stored too. Never
 * takes more than about a twentieth of a core: where a capture takes long, it comes less often.
 */
final class IntervalTimer {

  private static final int CAPTURE_SHARE = 20;

  private static final Log LOG = Log.of(IntervalTimer.class);

  private final long intervalNs;
  private final Commits commits;
  private final CommitCounters counters;
  private final EngineJournal journal;
  private final Runnable beforeCommit;
  private final Thread thread;
  private volatile boolean stopped;
  private boolean hasFailed;

  /** The journal's bytes at the last interval. */
  private long bytesWritten;

  IntervalTimer(
      long intervalMs,
      Commits commits,
      CommitCounters counters,
      EngineJournal journal,
      Runnable beforeCommit) {
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
    while (!stopped) {
      long tookNs = counters.lastCaptureNs() + counters.lastLookNs();
      LockSupport.parkNanos(Math.max(intervalNs, tookNs * CAPTURE_SHARE));
      if (!stopped) {
        round();
      }
    }
  }

  /** The timer goes on whatever happens: what it would have committed is in the next commit. */
  private void round() {
    try {
      reserveAhead();
      beforeCommit.run();
      commits.lookAgain();
      commits.commitIfQuiet();
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
