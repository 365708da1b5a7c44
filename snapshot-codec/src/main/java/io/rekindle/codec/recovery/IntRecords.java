package io.rekindle.codec.recovery;

import java.util.Arrays;

/**
 * A table of records of a few ints each, which grows without copying what it holds: records are in
 * pages, so small that no collector treats them as large objects. The ints of a record lie side by
 * side, since whoever asks for one of them asks for the others too. Confined to one thread while it
 * grows.
 */
final class IntRecords {
  private static final int PAGE_BITS = 10;
  private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

  private final int width;
  private int[][] pages = new int[64][];
  private int count;

  /** Records of {@code width} ints. */
  IntRecords(int width) {
    this.width = width;
  }

  /** Adds a record of zeros; returns its index. */
  int add() {
    int page = count >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, 2 * page);
    }
    if (pages[page] == null) {
      pages[page] = new int[width << PAGE_BITS];
    }
    int index = count;
    count = Math.addExact(count, 1);
    return index;
  }

  /** How many records there are. */
  int count() {
    return count;
  }

  /** The array that holds a record, from {@link #at} on. */
  int[] page(int index) {
    return pages[index >>> PAGE_BITS];
  }

  /** Where in its {@link #page} a record begins. */
  int at(int index) {
    return (index & PAGE_MASK) * width;
  }

  int get(int index, int column) {
    return page(index)[at(index) + column];
  }

  void set(int index, int column, int value) {
    page(index)[at(index) + column] = value;
  }
}
