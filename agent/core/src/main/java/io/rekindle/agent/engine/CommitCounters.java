package io.rekindle.agent.engine;

import io.rekindle.agent.metrics.EngineEvents;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the commits of this incarnation amounted to. Written under the commit lock; read by any
 * thread, which sees the fields that are not volatile at least as of the last commit it sees.
 */
final class CommitCounters {

  private final EngineEvents events;
  private long nodes;
  private long lastCommitCaptureNs;
  private long maxPauseNs;
  private long capturedAtNs;
  private long lastCaptureNs;
  private volatile long lastLookNs;
  private volatile long fuzzyCommits;
  private final AtomicLong commits = new AtomicLong();

  CommitCounters(EngineEvents events) {
    this.events = events;
  }

  /** A window of a capture has ended that began at {@code startNs}, with the wait for the gate. */
  void paused(long startNs) {
    capturedAtNs = System.nanoTime();
    long pauseNs = capturedAtNs - startNs;
    if (pauseNs > maxPauseNs) {
      maxPauseNs = pauseNs;
    }
    events.captured(pauseNs);
  }

  /** A second look has ended that took so long. */
  void looked(long tookNs) {
    lastLookNs = tookNs;
  }

  long lastLookNs() {
    return lastLookNs;
  }

  /**
   * A capture has ended with its last window, and began at {@code startNs}.
   *
   * @return when it ended, of {@link System#nanoTime}
   */
  long captured(long startNs) {
    lastCaptureNs = capturedAtNs - startNs;
    return capturedAtNs;
  }

  /** The last capture was stored. */
  void stored(long sequence, int nodeCount, long bytes, boolean fuzzy) {
    nodes += nodeCount;
    lastCommitCaptureNs = lastCaptureNs;
    commits.setRelease(commits.getPlain() + 1);
    if (events.isCommitWanted()) {
      long appendNs = System.nanoTime() - capturedAtNs;
      events.committed(sequence, nodeCount, bytes, lastCommitCaptureNs, appendNs, fuzzy);
    }
  }

  /** A commit is taken though a section is running. */
  void fuzzy(long sequence) {
    fuzzyCommits++;
    events.fuzzy(sequence);
  }

  /** The last capture, empty or not. */
  long lastCaptureNs() {
    return lastCaptureNs;
  }

  long commits() {
    return commits.get();
  }

  long fuzzyCommits() {
    return fuzzyCommits;
  }

  long nodes() {
    return commits.get() == 0 ? 0 : nodes;
  }

  long lastCommitCaptureNs() {
    return commits.get() == 0 ? 0 : lastCommitCaptureNs;
  }

  /** The longest time that sections had to wait for a capture. */
  long maxPauseNs() {
    return lastCaptureNs == 0 ? 0 : maxPauseNs;
  }
}
