package io.rekindle.bootstrap.collections;

import io.rekindle.bootstrap.Barrier;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The log of a list or queue: the difference between its contents at the last capture and now, as
 * splices (see {@link Splices}).
 *
 * <p>Most lists and queues change at their ends only. So what was removed and added there is
 * counted in the log itself; a table of splices is made for the first edit elsewhere. Each changed
 * list has a log: whatever it refers to is one more cache line that a change has to wait for.
 */
public class SpliceLog extends ChangeLog {

  /** Up to this many splices, and beyond it up to an eighth of the list, they are kept. */
  private static final int SPLICES_MAX = 1024;

  /** More splices would take too long to keep in order. */
  private static final int SPLICES_LIMIT = 8192;

  /** Up to this many added elements, and beyond it up to half the list, splices are kept. */
  private static final int ADDED_MAX = 1024;

  private static final int[] NONE = {};
  private static final Object[] NO_ELEMENTS = {};

  /** Held while a log is started late, so that two threads don't start two. Shortly, by all. */
  private static final Object STARTING = new Object();

  /** All splices; null as long as the counts below tell them. */
  private SpliceTable table;

  /** How many of the old elements are gone at either end; what is left between is unchanged. */
  private short removedFirst;

  private short removedLast;

  /** How many new elements there are at either end. */
  private short addedFirst;

  private short addedLast;

  private boolean reshaped;
  private int edits;

  /** Number of elements when the notes began; the notes have to explain the number at their end. */
  private int sizeBefore;

  /**
   * A longer sequence has its log from the capture on: the first change after a log is started late
   * costs as much as all elements.
   */
  static final int LATE_SIZE_MAX = 1024;

  SpliceLog(TrackedSequence owner) {
    super(owner);
    this.sizeBefore = owner.$rekindle$size();
  }

  /**
   * Starts the log of a sequence that was captured, before it is changed.
   *
   * @return null if there is no memory for it: the change goes on without, and the next commit
   *     looks at all objects
   */
  static SpliceLog startLate(LateLoggedSequence owner) {
    synchronized (STARTING) {
      SpliceLog present = owner.$rekindle$presentLog();
      if (present != null) {
        return present;
      }
      try {
        SpliceLog log = owner.$rekindle$startLog();
        // How many elements were captured is not known: a change that had begun before may have
        // ended since, and edits after it would be of a sequence that is not the stored one.
        log.setWhole();
        return log;
      } catch (OutOfMemoryError e) {
        owner.$rekindle$word(-Math.abs(owner.$rekindle$word()));
        Barrier.missed = true;
        return null;
      }
    }
  }

  /**
   * Hands over what changed since the last call, and forgets it; call it with the gate closed. If
   * the edits don't explain the number of elements, the result is whole: applied to a list of
   * another size, they would make the stored state unreadable.
   */
  public synchronized Splices take() {
    int size = ownerSize();
    boolean isTold = !isWhole() && sizeBefore + growth() == size;
    int[] taken = !isTold ? null : table == null ? splicesAtEnds() : table.toArray();
    Object[] last = taken == null || addedTotal() == 0 ? NO_ELEMENTS : lastElements();
    Splices splices = new Splices(reshaped, taken, last, size);
    reset();
    return splices;
  }

  /** The last elements of the list, as many as the log holds. */
  Object[] lastElements() {
    return NO_ELEMENTS;
  }

  @Override
  public synchronized boolean hasChanges() {
    boolean isSpliced =
        table == null
            ? (removedFirst | removedLast | addedFirst | addedLast) != 0
            : table.count() > 0;
    return isSpliced || reshaped || isWhole();
  }

  /**
   * Begins a change.
   *
   * @return what to pass to the methods that note it
   */
  int begin() {
    enter();
    return edits;
  }

  /** What {@link #begin()} would return now, for a change that has begun already. */
  int begun() {
    return edits;
  }

  /**
   * Notes an edit, unless an edit was noted since {@link #begin()}: the JDK's code may have made
   * the change through another public method, which has noted it already.
   *
   * @param begun what {@link #begin()} returned
   * @param start index of the first element concerned
   * @param removed number of elements that were there before
   * @param added number of elements that are there now in their place
   * @param size number of elements of the list after the edit
   */
  synchronized void edit(int begun, int start, int removed, int added, int size) {
    if (begun == edits) {
      compose(start, removed, added, size);
    }
  }

  /**
   * Notes the difference between a range before and after a change that called application code. If
   * that code edited the list as well, positions are meaningless, and the log is whole.
   *
   * @param after yields the elements of the range as they are now
   * @param size number of elements of the list after the change
   */
  final void difference(int begun, Object[] before, Supplier<Object[]> after, int size) {
    try {
      difference(begun, 0, before, after.get(), size);
    } catch (VirtualMachineError e) {
      whole = true;
    }
  }

  /**
   * The same of a part of the list.
   *
   * @param start index of the range's first element
   * @param size number of elements of the list after the change
   */
  synchronized void difference(int begun, int start, Object[] before, Object[] after, int size) {
    if (begun != edits) {
      edits++;
      setWhole();
    } else if (before.length == after.length) {
      replacements(start, before, after, size);
    } else {
      removals(start, before, after, size);
    }
  }

  /**
   * Notes that elements were replaced where they stand, and that the number of elements may have
   * changed at the end. If application code that was called meanwhile edited the container as well,
   * the log is whole.
   *
   * @param slots indexes, of which the first {@code slotCount} count
   */
  synchronized void slots(int begun, int[] slots, int slotCount, int oldSize, int size) {
    if (begun != edits) {
      unknown();
      return;
    }
    resized(oldSize, size);
    for (int i = 0; i < slotCount; i++) {
      if (slots[i] < Math.min(oldSize, size)) {
        compose(slots[i], 1, 1, size);
      }
    }
  }

  /** As {@link #slots}, of all slots whose element is another one. */
  synchronized void slots(int begun, Object[] before, Object[] after, int size) {
    if (begun != edits) {
      unknown();
      return;
    }
    resized(before.length, size);
    int common = Math.min(before.length, size);
    int i = 0;
    while (i < common) {
      int from = i;
      while (i < common && before[i] != after[i]) {
        i++;
      }
      if (i > from) {
        compose(from, i - from, i - from, size);
      }
      i++;
    }
  }

  private void resized(int oldSize, int size) {
    int common = Math.min(oldSize, size);
    compose(common, oldSize - common, size - common, size);
  }

  /** Notes the capacity of a vector, which is part of its shape, before and after a change. */
  synchronized void capacity(int before, int now) {
    reshaped |= before != now;
  }

  /** Notes a change that can't be told by positions. */
  synchronized void unknown() {
    edits++;
    setWhole();
  }

  @Override
  void forget() {
    table = null;
    removedFirst = 0;
    removedLast = 0;
    addedFirst = 0;
    addedLast = 0;
    reshaped = false;
    sizeBefore = ownerSize();
  }

  private int ownerSize() {
    return ((TrackedSequence) owner).$rekindle$size();
  }

  private int growth() {
    return table == null ? addedFirst + addedLast - removedFirst - removedLast : table.growth();
  }

  private int addedTotal() {
    return table == null ? addedFirst + addedLast : table.addedTotal();
  }

  /** Each run of positions whose element is another one. */
  private void replacements(int start, Object[] before, Object[] after, int size) {
    int i = 0;
    while (i < before.length) {
      int from = i;
      while (i < before.length && before[i] != after[i]) {
        i++;
      }
      if (i > from) {
        compose(start + from, i - from, i - from, size);
      }
      i++;
    }
  }

  /** Each run of elements that are gone, if nothing else changed; otherwise one splice. */
  private void removals(int start, Object[] before, Object[] after, int size) {
    if (!isSubsequence(before, after)) {
      int head = commonHead(before, after);
      int tail = commonTail(before, after, head);
      compose(start + head, before.length - head - tail, after.length - head - tail, size);
      return;
    }
    int position = 0;
    int i = 0;
    while (i < before.length) {
      int from = i;
      while (i < before.length && (position == after.length || before[i] != after[position])) {
        i++;
      }
      if (i > from) {
        compose(start + position, i - from, 0, size);
      }
      position++;
      i++;
    }
  }

  private static int commonHead(Object[] before, Object[] after) {
    int end = Math.min(before.length, after.length);
    int head = 0;
    while (head < end && before[head] == after[head]) {
      head++;
    }
    return head;
  }

  private static int commonTail(Object[] before, Object[] after, int head) {
    int end = Math.min(before.length, after.length) - head;
    int tail = 0;
    while (tail < end && before[before.length - 1 - tail] == after[after.length - 1 - tail]) {
      tail++;
    }
    return tail;
  }

  private static boolean isSubsequence(Object[] before, Object[] after) {
    int found = 0;
    for (int i = 0; i < before.length && found < after.length; i++) {
      if (before[i] == after[found]) {
        found++;
      }
    }
    return found == after.length;
  }

  private void compose(int start, int removed, int added, int size) {
    edits++;
    if (isWhole() || removed == 0 && added == 0) {
      return;
    }
    try {
      merge(start, removed, added, size);
    } catch (VirtualMachineError e) {
      // The splices may be half merged; nobody reads them any more.
      whole = true;
    }
  }

  private void merge(int start, int removed, int added, int size) {
    if (table != null || !editAtEnds(start, removed, added)) {
      if (table == null) {
        table = new SpliceTable(splicesAtEnds());
      }
      table.edit(start, removed, added);
      if (table.count() > SPLICES_LIMIT
          || table.count() > SPLICES_MAX && table.count() > size / 8) {
        setWhole();
      }
    }
    int addedTotal = addedTotal();
    if (addedTotal > ADDED_MAX && addedTotal > size / 2) {
      setWhole();
    }
  }

  /** Returns false, and has changed nothing, if counts at the ends can't tell the edit. */
  private boolean editAtEnds(int start, int removed, int added) {
    int unchanged = sizeBefore - removedFirst - removedLast;
    boolean isAtEnd = start + removed == addedFirst + unchanged + addedLast;
    if (!isAtEnd && start != 0 || removed != 0 && added != 0) {
      return false;
    }
    int near = isAtEnd ? addedLast : addedFirst;
    int far = isAtEnd ? addedFirst : addedLast;
    // What was added last goes first, then what was there before, then what is beyond.
    int nearGone = Math.min(removed, near);
    int oldGone = Math.min(removed - nearGone, unchanged);
    int nearNow = near - nearGone + added;
    int farNow = far - (removed - nearGone - oldGone);
    int oldGoneNow = (isAtEnd ? removedLast : removedFirst) + oldGone;
    if (farNow < 0 || nearNow > Short.MAX_VALUE || oldGoneNow > Short.MAX_VALUE) {
      return false;
    }
    if (isAtEnd) {
      removedLast = (short) oldGoneNow;
      addedLast = (short) nearNow;
      addedFirst = (short) farNow;
    } else {
      removedFirst = (short) oldGoneNow;
      addedFirst = (short) nearNow;
      addedLast = (short) farNow;
    }
    return true;
  }

  /** The splices that the counts at the ends tell: one, if nothing is left between. */
  private int[] splicesAtEnds() {
    int unchanged = sizeBefore - removedFirst - removedLast;
    if (unchanged == 0) {
      int added = addedFirst + addedLast;
      return sizeBefore + added == 0 ? NONE : new int[] {0, sizeBefore, 0, added};
    }
    int lastAt = sizeBefore - removedLast;
    int[] both = {
      0, removedFirst, 0, addedFirst, lastAt, removedLast, addedFirst + unchanged, addedLast
    };
    int from = removedFirst + addedFirst == 0 ? SpliceTable.WIDTH : 0;
    int to = removedLast + addedLast == 0 ? SpliceTable.WIDTH : both.length;
    return Arrays.copyOfRange(both, from, to);
  }
}
