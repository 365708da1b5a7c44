package io.rekindle.bootstrap.collections;

import java.util.Comparator;

/**
 * The slots of a binary heap that an insertion, or the removal of the first element, can touch, and
 * what they held before: those from one leaf to the root. So a change is noted at the cost of the
 * change, not of the heap's size.
 */
final class HeapPath {

  private final int[] slots;
  private final Object[] before;
  private final int size;
  private int count;

  /** After a removal: what the last slot of the path has to hold, or null after an insertion. */
  private Object moved;

  private HeapPath(int size) {
    int levels = Integer.SIZE - Integer.numberOfLeadingZeros(size) + 1;
    this.slots = new int[levels];
    this.before = new Object[levels];
    this.size = size;
  }

  /** The path that a new element may take, from the parent of the first free slot to the root. */
  static HeapPath ofInsertion(Object[] heap, int size) {
    HeapPath path = new HeapPath(size);
    int slot = size;
    while (slot > 0) {
      slot = (slot - 1) >>> 1;
      path.add(slot, heap);
    }
    return path;
  }

  /**
   * The path that the last element will take from the root when the first one is removed. Calls the
   * comparator as the removal itself will do: the path can't be told afterwards, unless the whole
   * heap was kept.
   *
   * @param size not 0
   * @return null if the comparator threw
   */
  static HeapPath ofFirstRemoval(Object[] heap, int size, Comparator<Object> comparator) {
    HeapPath path = new HeapPath(size);
    int remaining = size - 1;
    path.moved = heap[remaining];
    try {
      int slot = remaining == 0 ? -1 : 0;
      while (slot >= 0) {
        path.add(slot, heap);
        slot = path.next(heap, slot, remaining, comparator);
      }
      return path;
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** The child that takes its parent's slot, or -1 if the moved element stays there. */
  private int next(Object[] heap, int slot, int remaining, Comparator<Object> comparator) {
    int child = 2 * slot + 1;
    if (slot >= remaining >>> 1) {
      return -1;
    }
    int right = child + 1;
    if (right < remaining && compare(heap[child], heap[right], comparator) > 0) {
      child = right;
    }
    return compare(moved, heap[child], comparator) <= 0 ? -1 : child;
  }

  @SuppressWarnings("unchecked") // As the JDK's heap does it.
  private static int compare(Object one, Object other, Comparator<Object> comparator) {
    return comparator == null
        ? ((Comparable<Object>) one).compareTo(other)
        : comparator.compare(one, other);
  }

  private void add(int slot, Object[] heap) {
    slots[count] = slot;
    before[count++] = heap[slot];
  }

  /** Notes what an insertion changed, be it complete or given up half way. */
  void noteInsertion(SpliceLog log, int begun, Object[] heap, int newSize) {
    log.slots(begun, slots, changed(heap), size, newSize);
  }

  /** Notes what the removal of the first element changed; whole if it took another path. */
  void noteFirstRemoval(SpliceLog log, int begun, Object[] heap, int newSize) {
    boolean isKnown = newSize == size - 1;
    for (int i = 0; i < count && isKnown; i++) {
      isKnown = heap[slots[i]] == (i + 1 < count ? before[i + 1] : moved);
    }
    if (isKnown) {
      log.slots(begun, slots, changed(heap), size, newSize);
    } else {
      log.unknown();
    }
  }

  /** Keeps the slots that hold another element now; returns how many. */
  private int changed(Object[] heap) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (heap[slots[i]] != before[i]) {
        slots[kept++] = slots[i];
      }
    }
    return kept;
  }
}
