package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import java.util.Arrays;

/**
 * What is known of the stored payload of each node: 30 bits of a hash, and whether the node was
 * seen in the current pass of the scrubber. Used under the commit lock, except where said.
 *
 * <pre>
 *   31                                          2   1        0
 *   +--------------------------------------------+------------+
 *   | hash, 0: not known                         | pass mod 3 |   0: never seen
 *   +--------------------------------------------+  + 1       +
 * </pre>
 *
 * <p>Woven objects have a field for it, their fingerprint. Of all other nodes it is in a table:
 * four bytes per oid, in pages of 4 KiB; a page whose oids were neither captured nor seen for a
 * whole pass is dropped, so that numbers of objects long gone take no memory.
 */
public final class StoredHashes {

  /** Nothing is known of the stored payload. */
  public static final int UNKNOWN = 0;

  /** Stands for a hash while a container is read in portions; no payload has it. */
  public static final int IN_PROGRESS = 1;

  private static final int PAGE_SHIFT = 10;
  private static final int PAGE_OIDS = 1 << PAGE_SHIFT;
  private static final int PAGE_MASK = PAGE_OIDS - 1;

  /** Beside the oids, a page holds the last pass that used it. */
  private static final int USED_AT = PAGE_OIDS;

  private static final int PASS_BITS = 2;
  private static final int PASS_MASK = (1 << PASS_BITS) - 1;
  private static final int PASS_MARKS = 3;

  private int[][] pages = new int[16][];
  private int pass;

  StoredHashes() {}

  /** The hash of a payload, never one of the two constants. */
  public static int of(byte[] bytes, int offset, int length) {
    return reduce(Hash64.of(bytes, offset, length));
  }

  /** A hash of 64 bits, to be combined with others and then reduced. */
  public static long wide(byte[] bytes, int offset, int length) {
    return Hash64.of(bytes, offset, length);
  }

  /** A hash of {@code hash}, never one of the two constants. */
  public static int reduce(long hash) {
    int folded = (int) (hash ^ hash >>> 32) >>> PASS_BITS;
    return folded > IN_PROGRESS ? folded : folded + 2;
  }

  /** The hash of what is stored of {@code node}, or {@link #UNKNOWN}. */
  public int get(Object node, NodeHandler handler, int oid) {
    return entry(node, handler, oid) >>> PASS_BITS;
  }

  /** What is stored of {@code node} has this hash from now on; keeps whether it was seen. */
  public void put(Object node, NodeHandler handler, int oid, int hash) {
    if (handler.hasFingerprint()) {
      int seen = handler.fingerprint(node) & PASS_MASK;
      handler.fingerprint(node, hash << PASS_BITS | seen);
      return;
    }
    int[] page = usedPage(oid);
    int index = oid & PAGE_MASK;
    page[index] = hash << PASS_BITS | page[index] & PASS_MASK;
  }

  /**
   * Nothing is known of {@code node} any more, or not yet. Several threads may call this, for nodes
   * of different oids, as long as no other method is called.
   */
  void forget(Object node, NodeHandler handler, int oid) {
    if (handler.hasFingerprint()) {
      handler.fingerprint(node, 0);
      return;
    }
    int[] page = pageOf(oid);
    if (page != null) {
      page[oid & PAGE_MASK] &= PASS_MASK;
    }
  }

  /** Begins a pass: nothing was seen so far. */
  public void beginPass() {
    pass++;
  }

  /**
   * Notes that {@code node} was seen.
   *
   * @return false if it was in this pass already
   */
  public boolean see(Object node, NodeHandler handler, int oid) {
    int mark = pass % PASS_MARKS + 1;
    int entry = entry(node, handler, oid);
    boolean isNew = (entry & PASS_MASK) != mark;
    int seen = entry & ~PASS_MASK | mark;
    if (!handler.hasFingerprint()) {
      usedPage(oid)[oid & PAGE_MASK] = seen;
    } else if (isNew) {
      handler.fingerprint(node, seen);
    }
    return isNew;
  }

  /** Ends a pass: drops the pages that it did not come upon. */
  public void endPass() {
    for (int i = 0; i < pages.length; i++) {
      if (pages[i] != null && pages[i][USED_AT] < pass) {
        pages[i] = null;
      }
    }
  }

  private int entry(Object node, NodeHandler handler, int oid) {
    if (handler.hasFingerprint()) {
      return handler.fingerprint(node);
    }
    int[] page = pageOf(oid);
    return page == null ? 0 : page[oid & PAGE_MASK];
  }

  private int[] pageOf(int oid) {
    int index = oid >>> PAGE_SHIFT;
    return index < pages.length ? pages[index] : null;
  }

  private int[] usedPage(int oid) {
    int index = oid >>> PAGE_SHIFT;
    if (index >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(index + 1, pages.length + (pages.length >> 1)));
    }
    int[] page = pages[index];
    if (page == null) {
      page = new int[PAGE_OIDS + 1];
      pages[index] = page;
    }
    page[USED_AT] = pass;
    return page;
  }
}
