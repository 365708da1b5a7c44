package io.rekindle.codec.recovery;

/**
 * The deltas that wait to be applied, a chain in the order of commits for each node that has some.
 * Holds where their bytes lie, six ints a delta. Confined to one thread.
 */
final class DeltaLog {
  /** Ends a chain. */
  static final int NONE = -1;

  // What a delta holds; the commit it is from takes two ints.
  private static final int NEXT = 0;
  private static final int CHUNK = 1;
  private static final int OFFSET = 2;
  private static final int LENGTH = 3;
  private static final int SEQUENCE_LOW = 4;
  private static final int SEQUENCE_HIGH = 5;
  private static final int COLUMNS = 6;

  private final OidTable firstByEntry = new OidTable();
  private final OidTable lastByEntry = new OidTable();
  private final IntRecords deltas = new IntRecords(COLUMNS);

  /** Adds a delta to the end of the entry's chain. */
  void append(int entry, int chunkIndex, int offset, int length, long sequence) {
    int delta = deltas.add();
    int[] page = deltas.page(delta);
    int at = deltas.at(delta);
    page[at + NEXT] = NONE;
    page[at + CHUNK] = chunkIndex;
    page[at + OFFSET] = offset;
    page[at + LENGTH] = length;
    page[at + SEQUENCE_LOW] = (int) sequence;
    page[at + SEQUENCE_HIGH] = (int) (sequence >>> Integer.SIZE);
    if (isEmpty(entry)) {
      firstByEntry.put(entry, delta + 1);
    } else {
      deltas.set(lastByEntry.get(entry) - 1, NEXT, delta);
    }
    lastByEntry.put(entry, delta + 1);
  }

  /** Forgets the entry's chain: its node was written in full. */
  void clear(int entry) {
    if (!isEmpty(entry)) {
      firstByEntry.put(entry, 0);
    }
  }

  boolean isEmpty(int entry) {
    return deltas.count() == 0 || firstByEntry.get(entry) == 0;
  }

  /** The first delta of a chain, or {@link #NONE}. */
  int first(int entry) {
    return firstByEntry.get(entry) - 1;
  }

  /** The delta after {@code delta}, or {@link #NONE}. */
  int next(int delta) {
    return deltas.get(delta, NEXT);
  }

  int chunkIndex(int delta) {
    return deltas.get(delta, CHUNK);
  }

  int offset(int delta) {
    return deltas.get(delta, OFFSET);
  }

  int length(int delta) {
    return deltas.get(delta, LENGTH);
  }

  /** The commit that a delta is from. */
  long sequence(int delta) {
    return (long) deltas.get(delta, SEQUENCE_HIGH) << Integer.SIZE
        | deltas.get(delta, SEQUENCE_LOW) & 0xFFFF_FFFFL;
  }
}
