package io.rekindle.codec.journal;

import java.io.IOException;
import java.util.Arrays;

/**
 * Judges what lies behind the last readable excerpt of a segment: nothing, a torn tail, pages that
 * never reached the device, or damage in front of sound commits. Confined to one thread.
 */
final class DamageProbe {
  private static final int CHUNK_BYTES = 64 << 10;
  private static final int PAGE_BYTES = 4096;

  /** A header word and the magic behind it: if both are zero, no flipped bit did it. */
  private static final int UNWRITTEN_BYTES = 8;

  /** Behind so many zeros nothing is looked for: no excerpt and no index page is as large. */
  private static final int ZEROS_MAX = 4 << 20;

  private static final byte[] ZEROS = new byte[CHUNK_BYTES];

  private final ExcerptHeader header = new ExcerptHeader();
  private long foundPosition;

  /** Where {@link #findSound} found an excerpt. */
  long foundPosition() {
    return foundPosition;
  }

  /** The header of the excerpt that {@link #findSound} found. */
  ExcerptHeader found() {
    return header;
  }

  /**
   * Looks for a sound excerpt of a commit with a sequence above {@code sequence} and all of {@code
   * flags}, at or behind {@code from}, which must be a multiple of 4.
   */
  boolean findSound(SegmentReader segment, long from, long sequence, int flags) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES + 3];
    int zeros = 0;
    for (long start = from; start < segment.size(); start += CHUNK_BYTES) {
      int count = segment.read(start, chunk, 0, CHUNK_BYTES);
      if (Arrays.equals(chunk, 0, count, ZEROS, 0, count)) {
        zeros += count;
        if (zeros >= ZEROS_MAX) {
          return false;
        }
        continue;
      }
      zeros = 0;
      for (int i = 0; i + 4 <= count; i += 4) {
        if (chunk[i] == 'R'
            && chunk[i + 1] == 'K'
            && chunk[i + 2] == 'J'
            && chunk[i + 3] == '1'
            && isSoundAt(segment, start + i, sequence, flags)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isSoundAt(SegmentReader segment, long at, long sequence, int flags)
      throws IOException {
    byte[] bytes = new byte[ExcerptHeader.BYTES];
    if (segment.read(at, bytes, 0, bytes.length) < bytes.length) {
      return false;
    }
    header.read(bytes, 0);
    long length = (long) ExcerptHeader.BYTES + header.length();
    if (header.headerFault(length) != null
        || header.has(ExcerptHeader.BASE)
        || header.sequence() <= sequence
        || !header.has(flags)
        || at + length > segment.size()) {
      return false;
    }
    byte[] excerpt = new byte[(int) length];
    if (segment.read(at, excerpt, 0, excerpt.length) < excerpt.length
        || header.faultOf(excerpt, 0, excerpt.length) != null) {
      return false;
    }
    foundPosition = at;
    return true;
  }

  /**
   * True if a page between {@code from}, where a header word or an excerpt's first byte lies, and
   * {@code to} looks as if it never reached the device. The kernel writes whole pages: one that was
   * left out holds what it held before, which is nothing from {@code from} on.
   */
  boolean hasUnwrittenPage(SegmentReader segment, long from, long to) throws IOException {
    byte[] bytes = new byte[PAGE_BYTES];
    for (long page = from / PAGE_BYTES * PAGE_BYTES; page + PAGE_BYTES <= to; page += PAGE_BYTES) {
      long start = Math.max(from, page);
      int count = (int) (page + PAGE_BYTES - start);
      if (count >= UNWRITTEN_BYTES
          && segment.read(start, bytes, 0, count) == count
          && Arrays.equals(bytes, 0, count, ZEROS, 0, count)) {
        return true;
      }
    }
    return false;
  }
}
