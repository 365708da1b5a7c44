package io.rekindle.bootstrap.collections;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The log of a list or queue: the difference between its contents at the last capture and now, as
 * splices (see {@link Splices}). A further edit is composed with the splices that it overlaps or
 * touches, which become one.
 */
public class SpliceLog extends ChangeLog {

  static final int OLD_START = 0;
  static final int REMOVED = 1;
  static final int NEW_START = 2;
  static final int ADDED = 3;
  static final int WIDTH = 4;

  /** Up to this many splices, and beyond it up to an eighth of the list, they are kept. */
  private static final int SPLICES_MAX = 1024;

  /** More splices would take too long to keep in order. */
  private static final int SPLICES_LIMIT = 8192;

  /** Up to this many added elements, and beyond it up to half the list, splices are kept. */
  private static final int ADDED_MAX = 1024;

  private static final int INITIAL_CAPACITY = 4;
  private static final int[] NONE = {};
  private static final Object[] NO_ELEMENTS = {};

  /** Null as long as nothing changed, as most lists never do. */
  private int[] numbers;

  private int count;
  private int addedTotal;
  private boolean reshaped;
  private int edits;
  private final TrackedSequence owner;

  /** Number of elements when the notes began; the notes have to explain the number at their end. */
  private int sizeBefore;

  SpliceLog(TrackedSequence owner) {
    super(owner);
    this.owner = owner;
    this.sizeBefore = owner.$rekindle$size();
  }

  /**
   * Hands over what changed since the last call, and forgets it; call it with the gate closed. If
   * the edits don't explain the number of elements, the result is whole: applied to a list of
   * another size, they would make the stored state unreadable.
   */
  public synchronized Splices take() {
    boolean isTold = !isWhole() && sizeBefore + growth() == owner.$rekindle$size();
    int[] taken = !isTold ? null : count == 0 ? NONE : Arrays.copyOf(numbers, count * WIDTH);
    Object[] last = taken == null || addedTotal == 0 ? NO_ELEMENTS : lastElements();
    Splices splices = new Splices(reshaped, taken, last, owner.$rekindle$size());
    reset();
    return splices;
  }

  /** The last elements of the list, as many as the log holds. */
  Object[] lastElements() {
    return NO_ELEMENTS;
  }

  @Override
  public synchronized boolean hasChanges() {
    return count > 0 || reshaped || isWhole();
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
    numbers = null;
    count = 0;
    addedTotal = 0;
    reshaped = false;
    sizeBefore = owner.$rekindle$size();
  }

  private int growth() {
    int growth = 0;
    for (int i = 0; i < count; i++) {
      growth += numbers[i * WIDTH + ADDED] - numbers[i * WIDTH + REMOVED];
    }
    return growth;
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
    if (numbers == null) {
      numbers = new int[INITIAL_CAPACITY * WIDTH];
    }
    int first = firstEndingAtOrAfter(start);
    int end = start + removed;
    int last = first;
    while (last < count && numbers[last * WIDTH + NEW_START] <= end) {
      last++;
    }
    int[] merged = first == last ? fresh(first, start, removed) : merged(first, last, start, end);
    merged[ADDED] += added - removed;
    replace(first, last, merged);
    for (int i = merged[REMOVED] + merged[ADDED] == 0 ? first : first + 1; i < count; i++) {
      numbers[i * WIDTH + NEW_START] += added - removed;
    }
    if (count > SPLICES_LIMIT
        || count > SPLICES_MAX && count > size / 8
        || addedTotal > ADDED_MAX && addedTotal > size / 2) {
      setWhole();
    }
  }

  /** Index of the first splice whose end in the new contents is not before {@code start}. */
  private int firstEndingAtOrAfter(int start) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int at = middle * WIDTH;
      if (numbers[at + NEW_START] + numbers[at + ADDED] < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A splice that meets no other, as if it replaced elements by themselves. */
  private int[] fresh(int index, int start, int removed) {
    int shift = 0;
    if (index > 0) {
      int at = (index - 1) * WIDTH;
      int oldEnd = numbers[at + OLD_START] + numbers[at + REMOVED];
      shift = numbers[at + NEW_START] + numbers[at + ADDED] - oldEnd;
    }
    return new int[] {start - shift, removed, start, removed};
  }

  /** The splices from {@code first} to before {@code last}, widened to cover start to end. */
  private int[] merged(int first, int last, int start, int end) {
    int head = first * WIDTH;
    int tail = (last - 1) * WIDTH;
    int newStart = Math.min(start, numbers[head + NEW_START]);
    int oldStart = numbers[head + OLD_START] - (numbers[head + NEW_START] - newStart);
    int tailEnd = numbers[tail + NEW_START] + numbers[tail + ADDED];
    int newEnd = Math.max(end, tailEnd);
    int oldEnd = numbers[tail + OLD_START] + numbers[tail + REMOVED] + newEnd - tailEnd;
    return new int[] {oldStart, oldEnd - oldStart, newStart, newEnd - newStart};
  }

  private void replace(int first, int last, int[] splice) {
    for (int i = first; i < last; i++) {
      addedTotal -= numbers[i * WIDTH + ADDED];
    }
    int kept = splice[REMOVED] + splice[ADDED] == 0 ? 0 : 1;
    int newCount = count - (last - first) + kept;
    if (newCount * WIDTH > numbers.length) {
      numbers = Arrays.copyOf(numbers, numbers.length * 2);
    }
    int tailLength = (count - last) * WIDTH;
    System.arraycopy(numbers, last * WIDTH, numbers, (first + kept) * WIDTH, tailLength);
    System.arraycopy(splice, 0, numbers, first * WIDTH, kept * WIDTH);
    addedTotal += kept * splice[ADDED];
    count = newCount;
  }
}
