package io.rekindle.agent.engine;

import java.util.concurrent.TimeUnit;

/**
 * Decides when the journal is folded: a restart reads back what was written since, in a JVM that is
 * still cold. Confined to the folding thread.
 */
final class FoldSchedule {

  /** A restart notices a tail of this size: it takes some tens of milliseconds. */
  private static final long TAIL_BYTES_MIN = 2L << 20;

  /** Beyond that, folds may take more of the time. */
  private static final long TAIL_BYTES_PACED_MAX = 16L << 20;

  /** A larger snapshot is worth a longer tail: folding costs as much as the snapshot is large. */
  private static final int SNAPSHOT_SHARE = 2;

  /** Folds of a small tail take up to one part in so many of the time. */
  private static final int TIME_SHARE = 20;

  /** Those of a larger one, as long as the tail is no larger than the snapshot. */
  private static final int LARGE_TIME_SHARE = 4;

  /** Each incarnation that a restart goes through costs it a millisecond and its commits. */
  private static final int TAIL_INCARNATIONS_MAX = 4;

  /** Garbage that takes this part of a restored state's nodes is worth a fold of its own. */
  private static final int GARBAGE_SHARE = 4;

  private static final long NEVER = Long.MAX_VALUE;

  private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(10);

  private final boolean isRestored;

  private long snapshotBytes;

  /** The journal's bytes at the last fold; less than zero for what earlier incarnations wrote. */
  private long foldedAtBytes;

  private long nextNs;
  private long nextLargeNs;
  private boolean isOverdue;
  private int folds;

  /** The first fold of a later commit forgets what the one before has found. */
  private long forgetsAfter = NEVER;

  /**
   * Goes on from what a restart found.
   *
   * @param snapshotBytes size of the snapshot, 0 if there is none
   * @param tailBytes what was read behind it
   * @param tailIncarnations how many wrote that
   * @param nowNs of {@link System#nanoTime}
   */
  FoldSchedule(long snapshotBytes, long tailBytes, int tailIncarnations, long nowNs) {
    this.isRestored = snapshotBytes > 0 || tailBytes > 0;
    this.snapshotBytes = snapshotBytes;
    this.foldedAtBytes = -tailBytes;
    this.nextNs = nowNs;
    this.nextLargeNs = nowNs;
    this.isOverdue =
        tailIncarnations >= TAIL_INCARNATIONS_MAX && snapshotBytes <= TAIL_BYTES_PACED_MAX;
  }

  /**
   * Whether to fold now.
   *
   * @param bytesWritten by this incarnation
   */
  boolean isDue(long bytesWritten, long nowNs) {
    long tailBytes = bytesWritten - foldedAtBytes;
    long ofSnapshot = snapshotBytes / SNAPSHOT_SHARE;
    return isOverdue
        || tailBytes >= Math.max(TAIL_BYTES_PACED_MAX, snapshotBytes)
        || nowNs - nextLargeNs >= 0 && tailBytes >= Math.max(TAIL_BYTES_PACED_MAX, ofSnapshot)
        || nowNs - nextNs >= 0 && tailBytes >= Math.max(TAIL_BYTES_MIN, ofSnapshot);
  }

  /**
   * Whether to fold up to commit {@code sequence} now, however little was written. A node is
   * forgotten by two folds of one incarnation: without this, incarnations that end before their
   * second one would leave ever more garbage.
   */
  boolean isForgettingDue(long sequence) {
    return sequence > forgetsAfter;
  }

  /** A fold has ended. */
  void folded(long bytesWritten, long bytesOfSnapshot, long tookMs, long nowNs) {
    snapshotBytes = bytesOfSnapshot;
    isOverdue = false;
    forgetsAfter = NEVER;
    folds++;
    foldedAtBytes = bytesWritten;
    long tookNs = TimeUnit.MILLISECONDS.toNanos(tookMs);
    nextNs = nowNs + TIME_SHARE * tookNs;
    nextLargeNs = nowNs + (LARGE_TIME_SHARE - 1) * tookNs;
  }

  /**
   * The commits after {@code sequence} agree to the last fold's list of what may be forgotten.
   *
   * @param listed nodes on the list
   * @param nodes all nodes of the snapshot
   */
  void adopted(long listed, long nodes, long sequence) {
    if (isRestored && folds == 1 && listed >= nodes / GARBAGE_SHARE) {
      forgetsAfter = sequence;
    }
  }

  /**
   * A fold has failed: the next one is due when as much was written again as for a first one, and
   * ten seconds have passed unless that is very much.
   */
  void failed(long bytesWritten, long nowNs) {
    isOverdue = false;
    forgetsAfter = NEVER;
    foldedAtBytes = bytesWritten;
    nextNs = nowNs + RETRY_NS;
    nextLargeNs = nowNs;
  }
}
