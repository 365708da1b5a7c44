package io.rekindle.codec.journal;

/**
 * Sizes of a journal.
 *
 * @param segmentBytes a segment that has grown to this is followed by a new one
 * @param partBytes a commit with more bytes of operations spans excerpts of this size
 * @param reserveBytes disk space is reserved in steps of this size
 */
public record JournalOptions(long segmentBytes, int partBytes, int reserveBytes) {
  /** Segments that are small enough to retire soon, large enough to roll seldom. */
  public static final long SEGMENT_BYTES_DEFAULT = 64L << 20;

  /** A quarter of what Chronicle's mapping takes in one excerpt. */
  public static final int PART_BYTES_DEFAULT = 1 << 20;

  /** What a full disk may leave unused, and what one commit in so many bytes has to wait for. */
  public static final int RESERVE_BYTES_DEFAULT = 256 << 10;

  /** Chronicle's block: the memory that is mapped at a time. A quarter of it bounds an excerpt. */
  static final long BLOCK_BYTES = 16L << 20;

  private static final int PART_BYTES_MAX = (int) (BLOCK_BYTES / 8);
  private static final int PART_BYTES_MIN = 16;
  private static final int RESERVE_BYTES_MIN = 64 << 10;

  /** Rejects what can't work. */
  public JournalOptions {
    if (segmentBytes <= 0) {
      throw new IllegalArgumentException("not positive: segmentBytes=" + segmentBytes);
    }
    if (partBytes < PART_BYTES_MIN || partBytes > PART_BYTES_MAX) {
      throw new IllegalArgumentException(
          "out of range: partBytes="
              + partBytes
              + ", expected="
              + PART_BYTES_MIN
              + ".."
              + PART_BYTES_MAX);
    }
    if (reserveBytes < RESERVE_BYTES_MIN) {
      throw new IllegalArgumentException(
          "too small: reserveBytes=" + reserveBytes + ", expected>=" + RESERVE_BYTES_MIN);
    }
  }

  /** The sizes that suit most. */
  public static JournalOptions defaults() {
    return new JournalOptions(SEGMENT_BYTES_DEFAULT, PART_BYTES_DEFAULT, RESERVE_BYTES_DEFAULT);
  }
}
