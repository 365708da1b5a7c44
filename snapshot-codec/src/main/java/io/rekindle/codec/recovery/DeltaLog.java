package io.rekindle.codec.recovery;

import java.util.Arrays;

/**
 * The deltas that wait to be applied, a chain in the order of commits for each node that has some.
 * Holds where their bytes lie, four ints and a long a delta. Confined to one thread.
 */
final class DeltaLog {
  /** Ends a chain. */
  static final int NONE = -1;

  private final OidTable firstByEntry = new OidTable();
  private final OidTable lastByEntry = new OidTable();
  private int count;
  private int[] nexts = new int[64];
  private int[] chunkIndexes = new int[64];
  private int[] offsets = new int[64];
  private int[] lengths = new int[64];
  private long[] sequences = new long[64];

  /** Adds a delta to the end of the entry's chain. */
  void append(int entry, int chunkIndex, int offset, int length, long sequence) {
    if (count == nexts.length) {
      grow();
    }
    int delta = count++;
    nexts[delta] = NONE;
    chunkIndexes[delta] = chunkIndex;
    offsets[delta] = offset;
    lengths[delta] = length;
    sequences[delta] = sequence;
    if (isEmpty(entry)) {
      firstByEntry.put(entry, delta + 1);
    } else {
      nexts[lastByEntry.get(entry) - 1] = delta;
    }
    lastByEntry.put(entry, delta + 1);
  }

  private void grow() {
    int capacity = 2 * nexts.length;
    nexts = Arrays.copyOf(nexts, capacity);
    chunkIndexes = Arrays.copyOf(chunkIndexes, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    sequences = Arrays.copyOf(sequences, capacity);
  }

  /** Forgets the entry's chain: its node was written in full. */
  void clear(int entry) {
    if (!isEmpty(entry)) {
      firstByEntry.put(entry, 0);
    }
  }

  boolean isEmpty(int entry) {
    return count == 0 || firstByEntry.get(entry) == 0;
  }

  /** The first delta of a chain, or {@link #NONE}. */
  int first(int entry) {
    return firstByEntry.get(entry) - 1;
  }

  /** The delta after {@code delta}, or {@link #NONE}. */
  int next(int delta) {
    return nexts[delta];
  }

  int chunkIndex(int delta) {
    return chunkIndexes[delta];
  }

  int offset(int delta) {
    return offsets[delta];
  }

  int length(int delta) {
    return lengths[delta];
  }

  /** The commit that a delta is from. */
  long sequence(int delta) {
    return sequences[delta];
  }
}
