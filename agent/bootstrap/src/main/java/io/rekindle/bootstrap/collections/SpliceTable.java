package io.rekindle.bootstrap.collections;

import java.util.Arrays;

/**
 * Any number of splices (see {@link Splices}), in ascending order. A further edit is composed with
 * those that it overlaps or touches, which become one. Not safe for threads; its log guards it.
 */
final class SpliceTable {

  static final int OLD_START = 0;
  static final int REMOVED = 1;
  static final int NEW_START = 2;
  static final int ADDED = 3;
  static final int WIDTH = 4;

  private static final int INITIAL_CAPACITY = 4;

  private int[] numbers;
  private int count;
  private int addedTotal;

  /** Begins with {@code splices}, four numbers each. */
  SpliceTable(int[] splices) {
    count = splices.length / WIDTH;
    numbers = Arrays.copyOf(splices, Math.max(splices.length, INITIAL_CAPACITY * WIDTH));
    for (int i = 0; i < count; i++) {
      addedTotal += numbers[i * WIDTH + ADDED];
    }
  }

  int count() {
    return count;
  }

  /** How many elements all splices add. */
  int addedTotal() {
    return addedTotal;
  }

  /** Four numbers for each splice. */
  int[] toArray() {
    return Arrays.copyOf(numbers, count * WIDTH);
  }

  /** How many elements there are more than before. */
  int growth() {
    int growth = 0;
    for (int i = 0; i < count; i++) {
      growth += numbers[i * WIDTH + ADDED] - numbers[i * WIDTH + REMOVED];
    }
    return growth;
  }

  /** {@code added} elements took the place of {@code removed} ones from {@code start} on. */
  void edit(int start, int removed, int added) {
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
