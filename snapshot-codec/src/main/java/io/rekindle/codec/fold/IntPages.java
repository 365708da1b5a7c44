package io.rekindle.codec.fold;

import java.util.Arrays;

/** A list of ints that grows without copying what it holds. Confined to one thread. */
final class IntPages {
  private static final int PAGE_BITS = 16;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int PAGE_MASK = PAGE_SIZE - 1;

  private int[][] pages = new int[16][];
  private int size;

  void add(int value) {
    int page = size >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, 2 * page);
    }
    if (pages[page] == null) {
      pages[page] = new int[PAGE_SIZE];
    }
    pages[page][size & PAGE_MASK] = value;
    size = Math.addExact(size, 1);
  }

  int get(int index) {
    return pages[index >>> PAGE_BITS][index & PAGE_MASK];
  }

  int removeLast() {
    size--;
    return get(size);
  }

  int size() {
    return size;
  }
}
