package io.rekindle.agent.engine;

import io.rekindle.agent.AgentThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Commits every interval, so that changes outside {@code @Checkpoint} methods are stored too. Never
 * takes more than about a twentieth of a core: where a capture takes long, it comes less often.
 */
final class IntervalTimer {

  private static final int CAPTURE_SHARE = 20;

  private final long intervalNs;
  private final Commits commits;
  private final CommitCounters counters;
  private final Thread thread;
  private volatile boolean stopped;

  IntervalTimer(long intervalMs, Commits commits, CommitCounters counters) {
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
        commits.lookAgain();
        commits.commitIfQuiet();
      }
    }
  }
}
