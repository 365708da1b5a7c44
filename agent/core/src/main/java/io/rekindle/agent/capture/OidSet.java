package io.rekindle.agent.capture;

/** A set of oids: pages of bits, made where there are members. */
final class OidSet {

  private static final int PAGE_SHIFT = 15;
  private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

  private long[][] pages = new long[16][];
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  boolean contains(int oid) {
    int page = oid >>> PAGE_SHIFT;
    if (page >= pages.length || pages[page] == null) {
      return false;
    }
    int bit = oid & PAGE_MASK;
    return (pages[page][bit >>> 6] & 1L << bit) != 0;
  }

  void add(int oid) {
    int page = oid >>> PAGE_SHIFT;
    if (page >= pages.length) {
      pages = java.util.Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
    }
    if (pages[page] == null) {
      pages[page] = new long[1 << PAGE_SHIFT - 6];
    }
    int bit = oid & PAGE_MASK;
    if ((pages[page][bit >>> 6] & 1L << bit) == 0) {
      pages[page][bit >>> 6] |= 1L << bit;
      count++;
    }
  }

  void remove(int oid) {
    if (contains(oid)) {
      int bit = oid & PAGE_MASK;
      pages[oid >>> PAGE_SHIFT][bit >>> 6] &= ~(1L << bit);
      count--;
    }
  }
}
