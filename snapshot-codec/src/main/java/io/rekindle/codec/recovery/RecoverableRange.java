package io.rekindle.codec.recovery;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.journal.CommitSink;
import io.rekindle.codec.journal.JournalTail;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which commits of a name can be gone back to: all from {@link #oldest} to {@link #newest}. There
 * is a snapshot as of the oldest, or it is the first of all, and every commit after it is in a
 * journal. What {@link RecoveryPoint} in effect gives up is not in the range.
 *
 * <p>Reads the folder when it is made, and journals again when times are asked for; changes
 * nothing. Confined to one thread. May be used beside a running application, whose folds may take
 * away files meanwhile: then it throws {@link java.nio.file.NoSuchFileException}, or {@link
 * CorruptStateException}, and one looks again.
 */
public final class RecoverableRange {
  private final IncarnationChain chain;

  /** Begins the range; null if the range begins with the first commit. */
  private final StoredSnapshot begin;

  private final long oldest;
  private final long newest;

  private RecoverableRange(IncarnationChain chain, StoredSnapshot begin, long newest) {
    this.chain = chain;
    this.begin = begin;
    this.oldest = begin == null ? Math.min(1, newest) : begin.sequence();
    this.newest = newest;
  }

  /**
   * As of now.
   *
   * @throws CorruptStateException if the last commit can't be found
   */
  public static RecoverableRange of(NameFolder folder) throws IOException {
    long settled = Recovery.settledSequence(folder);
    IncarnationChain chain = new IncarnationChain(folder);
    RecoveryPoint point = RecoveryPoint.inEffect(folder, chain);
    long limit = point == null ? IncarnationChain.NO_LIMIT : point.sequence();
    List<StoredSnapshot> snapshots = StoredSnapshot.history(folder, chain);
    snapshots.removeIf(snapshot -> snapshot.sequence() > limit);
    long newest = chain.lastCommit(Math.min(settled, limit));
    if (!snapshots.isEmpty()) {
      newest = Math.max(newest, snapshots.get(snapshots.size() - 1).sequence());
    }
    long journalsAfter = chain.journalsAfter(newest);
    StoredSnapshot begin = null;
    if (journalsAfter > 0) {
      begin = firstFrom(snapshots, journalsAfter);
      newest = begin == null ? 0 : newest;
    }
    return new RecoverableRange(chain, begin, newest);
  }

  private static StoredSnapshot firstFrom(List<StoredSnapshot> snapshots, long sequence) {
    for (StoredSnapshot snapshot : snapshots) {
      if (snapshot.sequence() >= sequence) {
        return snapshot;
      }
    }
    return null;
  }

  /** True if there is no commit to go back to, not even the last. */
  public boolean isEmpty() {
    return newest == 0;
  }

  /** The oldest commit of the range, 0 if it is empty. */
  public long oldest() {
    return oldest;
  }

  /** The newest commit of the range: what a restart begins with; 0 if it is empty. */
  public long newest() {
    return newest;
  }

  /** Whether there is such a commit, and it can be gone back to. */
  public boolean contains(long sequence) {
    return !isEmpty() && sequence >= oldest && sequence <= newest;
  }

  /**
   * When a commit of the range was made, ms since 1970. Reads journals from the beginning of the
   * range up to there.
   *
   * @throws IllegalArgumentException if it is not in the range
   */
  public long timeOf(long sequence) throws IOException {
    if (!contains(sequence)) {
      throw new IllegalArgumentException(
          "not in the range: sequence=" + sequence + ", range=" + oldest + ".." + newest);
    }
    long[] timeMs = {0};
    read(
        sequence == newest ? lastSegmentBefore(sequence) : 0,
        sequence,
        (s, time, b, o, l, f, p) -> timeMs[0] = time);
    return timeMs[0] == 0 && begin != null ? begin.timeMs() : timeMs[0];
  }

  /**
   * The last commit of the range whose time is {@code timeMs} (since 1970) or before, by number:
   * what a clock that was set back wrote counts where it stands. Empty if all are later. Reads all
   * journals of the range.
   */
  public OptionalLong lastAtOrBefore(long timeMs) throws IOException {
    long[] found = {begin != null && begin.timeMs() <= timeMs ? begin.sequence() : 0};
    if (!isEmpty()) {
      read(
          0,
          newest,
          (sequence, time, b, o, l, f, p) -> found[0] = time <= timeMs ? sequence : found[0]);
    }
    return found[0] == 0 ? OptionalLong.empty() : OptionalLong.of(found[0]);
  }

  /** Where the reading may begin if only {@code sequence} is of interest. */
  private long lastSegmentBefore(long sequence) {
    long before = 0;
    for (IncarnationChain.Link link : chain.links()) {
      for (int i = 0; i < link.journal().segments().size(); i++) {
        long start = link.journal().sequenceBefore(i);
        before = start < sequence ? Math.max(before, start) : before;
      }
    }
    return before;
  }

  /** Reads the commits after the first of the range, or after {@code after} if that is later. */
  private void read(long after, long upTo, CommitSink sink) throws IOException {
    long last = Math.max(after, begin == null ? 0 : begin.sequence());
    for (IncarnationChain.Link link : chain.links()) {
      long limit = Math.min(link.limit(), upTo);
      if (limit > last && limit > link.base()) {
        JournalTail tail = link.journal().read(last, limit, sink);
        last = tail.sequence();
      }
    }
  }

  @Override
  public String toString() {
    return isEmpty() ? "no commits" : "commits " + oldest + " to " + newest;
  }
}
