package io.rekindle.codec.journal;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.core.io.ClosedIllegalStateException;
import net.openhft.chronicle.core.io.ReferenceOwner;

/**
 * Maps pages of a segment before a commit writes to them: the first write to a page is a page
 * fault, and one small commit in some fifty is the first on its page.
 *
 * <p>{@link #writing} belongs to the thread that appends, {@link #touch} to one other.
 */
final class MappedPages {

  private static final int PAGE_BYTES = 4096;

  private final ReferenceOwner owner = ReferenceOwner.temporary("pages");

  /** What is being written to; it may be unmapped at any time. */
  private volatile MappedBytesStore store;

  private MappedBytesStore touchedStore;
  private long touched;

  /** A commit was written to {@code target}. */
  void writing(BytesStore<?, ?> target) {
    if (target != store && target instanceof MappedBytesStore mapped) {
      store = mapped;
    }
  }

  /** What is being written to, null if nothing was so far. */
  MappedBytesStore current() {
    return store;
  }

  /**
   * Touches the pages from {@code position} to {@code end}, which must have blocks on the disk: to
   * write to others can kill the JVM. The page that {@code position} is on is left to the one who
   * writes there.
   *
   * @param mapped what was {@link #current} before the two were found out; if it no longer is, they
   *     may be of another segment, and nothing is touched
   */
  void touch(MappedBytesStore mapped, long position, long end) {
    if (mapped == null || mapped != store || !mapped.tryReserve(owner)) {
      return;
    }
    try {
      long from = Math.max(position, mapped == touchedStore ? touched : 0);
      long to = Math.min(end, mapped.safeLimit()) - PAGE_BYTES;
      long page = (from + PAGE_BYTES - 1) & -PAGE_BYTES;
      for (; page <= to; page += PAGE_BYTES) {
        // Changes nothing, whatever is written there at the same moment.
        mapped.compareAndSwapInt(page, 0, 0);
      }
      touchedStore = mapped;
      touched = page;
    } catch (ClosedIllegalStateException e) {
      // The journal was closed meanwhile.
    } finally {
      mapped.release(owner);
    }
  }
}
