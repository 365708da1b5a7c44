package io.rekindle.agent.weave;

/**
 * Where the records of a {@link WovenFile} lie, by the hash of the original class file. Grows as
 * records come; of two with one hash the later one counts. Confined to its user's lock.
 */
final class WovenIndex {

  /** What {@link #find} answers if there is none. */
  static final int NONE = -1;

  private static final int SLOTS_MIN = 64;

  private long[] hashes = new long[SLOTS_MIN];

  /** One more than the offset; 0 in free slots. */
  private int[] offsets = new int[SLOTS_MIN];

  private int count;

  /** Answers the offset that counted before, or {@link #NONE}. */
  int put(long hash, int offset) {
    if (2 * count >= hashes.length) {
      grow();
    }
    int slot = slotOf(hash);
    if (offsets[slot] == 0) {
      count++;
    }
    int before = offsets[slot] - 1;
    hashes[slot] = hash;
    offsets[slot] = offset + 1;
    return before;
  }

  int find(long hash) {
    return offsets[slotOf(hash)] - 1;
  }

  /** The slot with this hash, or the free one where it would be. */
  private int slotOf(long hash) {
    int mask = hashes.length - 1;
    int slot = (int) hash & mask;
    while (offsets[slot] != 0 && hashes[slot] != hash) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldOffsets = offsets;
    hashes = new long[2 * oldHashes.length];
    offsets = new int[2 * oldOffsets.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldOffsets[i] != 0) {
        int slot = slotOf(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        offsets[slot] = oldOffsets[i];
      }
    }
  }
}
