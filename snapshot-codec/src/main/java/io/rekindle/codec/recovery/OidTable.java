package io.rekindle.codec.recovery;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * An int for every oid, 0 if none was put. Oids are counted upwards, so a table of pages is both
 * smaller and faster than a hash table. Confined to one thread.
 */
public final class OidTable {
  private static final int PAGE_BITS = 10;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final int PAGE_MASK = PAGE_SIZE - 1;

  private int[][] pages = new int[64][];

  /** The value of {@code oid}, 0 if there is none. */
  public int get(int oid) {
    int page = oid >>> PAGE_BITS;
    return page < pages.length && pages[page] != null ? pages[page][oid & PAGE_MASK] : 0;
  }

  /** Sets the value of {@code oid}. */
  public void put(int oid, int value) {
    int page = oid >>> PAGE_BITS;
    if (page >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length + (pages.length >> 1)));
    }
    if (pages[page] == null) {
      pages[page] = new int[PAGE_SIZE];
    }
    pages[page][oid & PAGE_MASK] = value;
  }

  /** Reports all values but 0, by rising oid. */
  void forEach(IntConsumer visitor) {
    for (int[] page : pages) {
      if (page == null) {
        continue;
      }
      for (int value : page) {
        if (value != 0) {
          visitor.accept(value);
        }
      }
    }
  }
}
