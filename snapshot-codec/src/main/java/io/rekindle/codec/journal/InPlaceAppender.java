package io.rekindle.codec.journal;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.core.io.ReferenceOwner;

/**
 * Writes excerpts straight into the memory that Chronicle has mapped, behind an excerpt that
 * Chronicle wrote, in Chronicle's format (see {@link SegmentReader}). Confined to the thread that
 * appends.
 *
 * <p>Chronicle expects other writers of the same file: each of its own appends counts what was
 * written since its last one, and goes on behind it. So one excerpt in {@code indexSpacing}, the
 * one that belongs into the file's index, is left to Chronicle, which then has little to count.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>The word before an excerpt is stored after the excerpt, with release order: a process that
 *       dies in between leaves zero, that is, nothing.
 *   <li>{@code position} is the first word that is zero. Nobody else writes from there on, as a
 *       queue has one writer.
 * </ul>
 */
final class InPlaceAppender {

  /** Larger ones gain nothing. */
  private static final int BYTES_MAX = 64 << 10;

  private static final int WORD_BYTES = 4;

  /** There has to be room for the word that says that nothing follows. */
  private static final int END_BYTES = 2 * WORD_BYTES;

  private final int indexMask;
  private final ReferenceOwner owner = ReferenceOwner.temporary("in place");

  /** Null until Chronicle has written an excerpt to the segment. */
  private MappedBytesStore mapped;

  private long position;

  /** The number of the next excerpt in the segment. */
  private long number;

  /**
   * For a queue that indexes each excerpt whose number is a multiple of {@code indexSpacing}, a
   * power of two.
   */
  InPlaceAppender(int indexSpacing) {
    this.indexMask = indexSpacing - 1;
  }

  /**
   * Chronicle has written an excerpt; what follows may go behind it.
   *
   * @param end offset of the first byte behind it
   * @param excerptNumber its number in the segment
   * @return where the next excerpt begins: behind an index page, if Chronicle has added one
   */
  long follow(BytesStore<?, ?> target, long end, long excerptNumber) {
    if (target != mapped) {
      release();
      if (target instanceof MappedBytesStore store && store.tryReserve(owner)) {
        mapped = store;
      }
    }
    number = excerptNumber + 1;
    position = mapped == null ? aligned(end) : firstFree(aligned(end));
    return position;
  }

  private long firstFree(long from) {
    long at = from;
    while (at + END_BYTES <= mapped.safeLimit()) {
      int word = mapped.readVolatileInt(at);
      if (word == 0) {
        break;
      }
      at = aligned(at + WORD_BYTES + SegmentReader.lengthOf(word));
    }
    return at;
  }

  /**
   * Whether an excerpt may be written here.
   *
   * @param reserved the end of the stretch that has blocks on the disk
   */
  boolean hasRoom(int length, long reserved) {
    return mapped != null
        && length <= BYTES_MAX
        && (number & indexMask) != 0
        && position + WORD_BYTES + length + END_BYTES <= Math.min(reserved, mapped.safeLimit());
  }

  /**
   * Writes an excerpt for which there {@link #hasRoom is room}.
   *
   * @return where the next one begins
   */
  long write(byte[] bytes, int length) {
    mapped.write(position + WORD_BYTES, bytes, 0, length);
    mapped.writeOrderedInt(position, length);
    position = aligned(position + WORD_BYTES + length);
    number++;
    return position;
  }

  /** Nothing is written before Chronicle has written again. Idempotent. */
  void release() {
    if (mapped != null) {
      mapped.release(owner);
      mapped = null;
    }
  }

  private static long aligned(long offset) {
    return offset + (-offset & WORD_BYTES - 1);
  }
}
