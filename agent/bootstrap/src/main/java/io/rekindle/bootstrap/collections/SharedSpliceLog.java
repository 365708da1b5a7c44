package io.rekindle.bootstrap.collections;

import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;

/**
 * The log of a queue that many threads change at a time without a lock of its own. Positions mean
 * something only if one change comes after the other, together with its note: so a captured queue
 * is changed under {@link #turn()}. Reads do without it. No function of the application runs while
 * it is held, except {@code equals}.
 *
 * <p>The log counts the elements, since the JDK would go over all of them to do so, and holds those
 * that were added at the end of a queue that can be read from its front only.
 */
final class SharedSpliceLog extends SpliceLog {

  /** What {@link #order} returns of a queue that was not captured. */
  static final long NO_ORDER = -1;

  /**
   * How often between two captures the contents before and after a change are compared, which costs
   * what they are. From then on such a change makes the log whole, which costs that once.
   */
  private static final int COMPARISONS_MAX = 4;

  private final Object turn = new Object();

  /** Empty for a deque. */
  private final AppendedElements appended = new AppendedElements();

  private final boolean readFromFront;
  private int size;
  private int comparisons;
  private long changedAtFront;
  private long changedAtEnd;
  private long changedElsewhere;

  SharedSpliceLog(TrackedSequence owner) {
    super(owner);
    this.readFromFront = !(owner instanceof Deque);
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

  /**
   * A number that stays the same as long as positions do, of the elements there are: counted from
   * the first, which additions at the end leave alone, or from the last. Never {@link #NO_ORDER}.
   */
  synchronized long order(boolean fromEnd) {
    return changedElsewhere + (fromEnd ? changedAtEnd : changedAtFront);
  }

  /** The {@link #order} of a queue with this log, which may be null. */
  static long order(SharedSpliceLog log, boolean fromEnd) {
    return log == null ? NO_ORDER : log.order(fromEnd);
  }

  /** Notes that an element was added in front, or at the end. */
  synchronized void added(boolean first, Object element) {
    if (first) {
      changedAtFront++;
      splice(0, 0, 1);
      return;
    }
    changedAtEnd++;
    splice(size, 0, 1);
    try {
      if (readFromFront && !isWhole()) {
        appended.add(element);
      }
    } catch (VirtualMachineError e) {
      whole = true;
    }
  }

  /** Notes that elements were added at the end. */
  synchronized void addedAll(Object[] elements) {
    changedAtEnd++;
    splice(size, 0, elements.length);
    try {
      if (readFromFront && !isWhole()) {
        appended.addAll(elements);
      }
    } catch (VirtualMachineError e) {
      whole = true;
    }
  }

  /** Notes that the first element was removed, or the last one. */
  synchronized void removed(boolean first) {
    changedElsewhere++;
    int at = first ? 0 : size - 1;
    removeRange(at, at + 1);
  }

  /**
   * Notes that an element was removed, unless positions changed meanwhile.
   *
   * @param order {@link #order} when positions were counted
   * @param position index of the element, from 0 for the first one, or for the last one
   */
  synchronized void removedAt(long order, boolean fromEnd, int position) {
    if (order != order(fromEnd)) {
      unknown();
      return;
    }
    changedElsewhere++;
    int at = fromEnd ? size - 1 - position : position;
    removeRange(at, at + 1);
  }

  /** The same of any number of elements, whose positions are counted from the first element. */
  synchronized void removedAll(long order, BitSet positions) {
    if (positions.isEmpty()) {
      return;
    }
    if (order != order(false)) {
      unknown();
      return;
    }
    changedElsewhere++;
    int goneCount = 0;
    int to;
    for (int from = positions.nextSetBit(0); from >= 0; from = positions.nextSetBit(to)) {
      to = positions.nextClearBit(from);
      removeRange(from - goneCount, to - goneCount);
      goneCount += to - from;
    }
  }

  /** Notes that all elements were removed. */
  synchronized void cleared() {
    changedElsewhere++;
    splice(0, size, 0);
    appended.clear();
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
    changedElsewhere++;
    try {
      Object[] after = contents.toArray();
      size = after.length;
      difference(begun(), 0, before, after, size);
      appended.reread(after);
    } catch (VirtualMachineError e) {
      whole = true;
    }
  }

  @Override
  synchronized void unknown() {
    changedElsewhere++;
    super.unknown();
  }

  @Override
  Object[] lastElements() {
    return appended.toArray();
  }

  @Override
  synchronized void forget() {
    if (isWhole()) {
      size = ((TrackedSequence) owner).size();
    }
    comparisons = 0;
    appended.clear();
    super.forget();
  }

  private void removeRange(int from, int to) {
    int appendedFrom = size - appended.size();
    if (from < 0 || to > size || appendedFrom < 0) {
      // A change that is not made in turn is about to say that the log is whole.
      unknown();
      return;
    }
    splice(from, to - from, 0);
    try {
      if (to > appendedFrom) {
        appended.remove(Math.max(0, from - appendedFrom), to - appendedFrom);
      }
    } catch (VirtualMachineError e) {
      whole = true;
    }
  }

  private void splice(int start, int removed, int added) {
    size += added - removed;
    edit(begun(), start, removed, added, size);
  }
}
