package io.rekindle.codec.recovery;

/**
 * Tells of most hashes that are not among some others that they are not, by a look at a bit table
 * that is a fraction of a hash table and stays in the processor's cache where that one does not.
 * Immutable.
 */
final class HashFilter {
  /** One in so many of the other hashes is taken for one of those. */
  private static final int BITS_PER_HASH = 8;

  private final long[] bits;
  private final int mask;

  /** Of the first {@code count} of {@code hashes}. */
  HashFilter(int[] hashes, int count) {
    int words = Math.max(1, Integer.highestOneBit(Math.max(1, count)) / Long.SIZE * BITS_PER_HASH);
    bits = new long[2 * words];
    mask = bits.length - 1;
    for (int i = 0; i < count; i++) {
      bits[word(hashes[i])] |= 1L << hashes[i];
    }
  }

  /** False if the hash is none of them. */
  boolean mayContain(int hash) {
    return (bits[word(hash)] & 1L << hash) != 0;
  }

  private int word(int hash) {
    return hash >>> Integer.numberOfTrailingZeros(Long.SIZE) & mask;
  }
}
