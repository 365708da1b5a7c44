package io.rekindle.bootstrap.collections;

import java.util.Collection;

/**
 * The log of a queue that many threads change at a time without a lock of its own. Positions mean
 * something only if one change comes after the other, together with its note: so a captured queue
 * is changed under {@link #turn()}. Reads do without it. No function of the application runs while
 * it is held, except {@code equals}.
 *
 * <p>The log counts the elements, since the JDK would go over all of them to do so.
 */
final class SharedSpliceLog extends SpliceLog {

  /**
   * How often between two captures the contents before and after a change are compared, which costs
   * what they are. From then on such a change makes the log whole, which costs that once.
   */
  private static final int COMPARISONS_MAX = 4;

  private final Object turn = new Object();

  /** The collection that is recorded, as one that is only read. */
  private final TrackedSequence owner;

  private int size;
  private int comparisons;

  SharedSpliceLog(TrackedSequence owner) {
    super(owner);
    this.owner = owner;
    this.size = owner.size();
  }

  /** What one holds while changing the queue and taking note. Taken after the gate was passed. */
  Object turn() {
    return turn;
  }

  /** Number of elements. */
  synchronized int size() {
    return size;
  }

  /** Notes that an element was added in front, or at the end. */
  void added(boolean first) {
    int at = first ? 0 : size();
    spliced(at, 0, 1);
  }

  /** Notes that the first element was removed, or the last one. */
  void removed(boolean first) {
    int at = first ? 0 : size() - 1;
    spliced(at, 1, 0);
  }

  /** Notes that {@code added} elements stand in the place of {@code removed} others. */
  synchronized void spliced(int start, int removed, int added) {
    size += added - removed;
    edit(begun(), start, removed, added, size);
  }

  /** The contents before a change, or null if it is not to be compared. */
  Object[] beforeComparing(Collection<?> contents) {
    return isWhole() || ++comparisons > COMPARISONS_MAX ? null : contents.toArray();
  }

  /** Notes what a change did that may have been anywhere. */
  synchronized void compare(Object[] before, Collection<?> contents) {
    if (before == null) {
      unknown();
      return;
    }
    Object[] after = contents.toArray();
    size = after.length;
    difference(begun(), 0, before, after, size);
  }

  @Override
  synchronized void forget() {
    if (isWhole() && owner != null) {
      size = owner.size();
    }
    comparisons = 0;
    super.forget();
  }
}
