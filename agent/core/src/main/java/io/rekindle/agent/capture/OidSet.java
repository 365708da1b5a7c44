package io.rekindle.agent.capture;

import java.util.Arrays;

/** A set of oids: pages of bits, made where there are members. Confined to one thread at a time. */
public final class OidSet {

  private static final int PAGE_SHIFT = 15;
  private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

  private static final int INITIAL_PAGES = 16;

  private long[][] pages = new long[INITIAL_PAGES][];

  /** Members in each page; a page without any is dropped. */
  private int[] counts = new int[INITIAL_PAGES];

  private int count;

  /** Whether there are no members. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Whether {@code oid} is a member. */
  public boolean contains(int oid) {
    int page = oid >>> PAGE_SHIFT;
    if (page >= pages.length || pages[page] == null) {
      return false;
    }
    int bit = oid & PAGE_MASK;
    return (pages[page][bit >>> 6] & 1L << bit) != 0;
  }

  /** Makes {@code oid}, not negative, a member. */
  public void add(int oid) {
    int page = oid >>> PAGE_SHIFT;
    if (page >= pages.length) {
      int length = Math.max(page + 1, pages.length * 2);
      counts = Arrays.copyOf(counts, length);
      pages = Arrays.copyOf(pages, length);
    }
    if (pages[page] == null) {
      pages[page] = new long[1 << PAGE_SHIFT - 6];
    }
    int bit = oid & PAGE_MASK;
    if ((pages[page][bit >>> 6] & 1L << bit) == 0) {
      pages[page][bit >>> 6] |= 1L << bit;
      counts[page]++;
      count++;
    }
  }

  /** Makes {@code oid} no member. */
  public void remove(int oid) {
    if (contains(oid)) {
      int page = oid >>> PAGE_SHIFT;
      int bit = oid & PAGE_MASK;
      pages[page][bit >>> 6] &= ~(1L << bit);
      count--;
      if (--counts[page] == 0) {
        pages[page] = null;
      }
    }
  }
}
