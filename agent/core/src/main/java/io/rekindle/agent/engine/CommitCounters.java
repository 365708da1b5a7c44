package io.rekindle.agent.engine;

import io.rekindle.agent.metrics.EngineEvents;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the commits of this incarnation amounted to. Written under the commit lock; read by any
 * thread, which sees the fields that are not volatile at least as of the last commit it sees.
 */
final class CommitCounters {

  /** Of small captures, so many are not timed for each one that is. */
  private static final int SMALL_UNTIMED = 15;

  private final EngineEvents events;
  private long nodes;
  private long lastCommitCaptureNs;
  private long maxPauseNs;
  private long capturedAtNs;
  private long lastCaptureNs;

  /** How long the last small capture took that was timed. */
  private long smallNs;

  private int smallUntilTimed;
  private volatile long lastLookNs;
  private volatile long fuzzyCommits;
  private final AtomicLong commits = new AtomicLong();

  CommitCounters(EngineEvents events) {
    this.events = events;
  }

  /**
   * A window of a capture has ended that began at {@code startNs}, with the wait for the gate.
   *
   * @param isSmall whether it was the only one, small, and did not wait: such a one is taken to
   *     last as long as the last one that was timed, and one in some is, since the clock costs a
   *     tenth of it
   */
  void paused(long startNs, boolean isSmall) {
    if (isSmall && smallUntilTimed > 0 && !events.isCommitWanted()) {
      smallUntilTimed--;
      capturedAtNs = startNs + smallNs;
      return;
    }
    capturedAtNs = System.nanoTime();
    if (isSmall) {
      smallNs = capturedAtNs - startNs;
      smallUntilTimed = SMALL_UNTIMED;
    }
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

  /** A capture has ended with its last window, and began at {@code startNs}. */
  void captured(long startNs) {
    lastCaptureNs = capturedAtNs - startNs;
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
