package io.rekindle.codec.recovery;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;

/**
 * The nodes of one class in an {@link Overlay}; its cursors apply the deltas of those they reach.
 */
final class OverlayBlock implements NodeBlock {
  /** Some times as many as a processor can wait for. */
  private static final int AHEAD_MAX = 64;

  private final Overlay overlay;
  private final ClassDescriptor descriptor;
  private final int[] entries;

  /**
   * Holds nodes of one class.
   *
   * @param entries their entries in the overlay, by rising oid
   */
  OverlayBlock(Overlay overlay, ClassDescriptor descriptor, int[] entries) {
    this.overlay = overlay;
    this.descriptor = descriptor;
    this.entries = entries;
  }

  @Override
  public ClassDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public int count() {
    return entries.length;
  }

  @Override
  public boolean isOverlay() {
    return true;
  }

  @Override
  public int byteCount() {
    return 0;
  }

  @Override
  public NodeCursor open() {
    return new Cursor();
  }

  /**
   * Applies all deltas of the nodes.
   *
   * @throws io.rekindle.codec.CorruptStateException if one does not fit
   */
  void checkDeltas() {
    for (int entry : entries) {
      if (overlay.hasDeltas(entry)) {
        overlay.merge(descriptor, entry);
      }
    }
  }

  private final class Cursor implements NodeCursor {
    private final int[] ahead = new int[Math.min(AHEAD_MAX, entries.length) * Overlay.COLUMNS];

    /** Where {@link #ahead} begins, and where it ends. */
    private int aheadFrom;

    private int aheadEnd;

    /** See {@link Overlay#lookAhead}. */
    private int fetched;

    private int next;
    private int oid;
    private byte[] array;
    private int offset;
    private int length;

    @Override
    public boolean next() {
      if (next == entries.length) {
        return false;
      }
      if (next == aheadEnd) {
        aheadFrom = next;
        aheadEnd = Math.min(entries.length, next + AHEAD_MAX);
        fetched += overlay.lookAhead(entries, next, aheadEnd - next, ahead);
      }
      int at = (next - aheadFrom) * Overlay.COLUMNS;
      int entry = entries[next++];
      oid = ahead[at + Overlay.OID];
      int chunk = ahead[at + Overlay.CHUNK];
      if (chunk != Overlay.IN_SNAPSHOT) {
        array = overlay.chunk(chunk);
        offset = ahead[at + Overlay.OFFSET];
        length = ahead[at + Overlay.LENGTH];
      } else {
        look(entry);
      }
      return true;
    }

    private void look(int entry) {
      if (overlay.hasDeltas(entry)) {
        array = null; // So that it can go before the next one is made.
        DeltaMerge merged = overlay.merge(descriptor, entry);
        array = merged.array();
        offset = merged.offset();
        length = merged.length();
      } else {
        array = overlay.array(entry);
        offset = overlay.offset(entry);
        length = overlay.length(entry);
      }
    }

    @Override
    public void rewind() {
      next = 0;
      aheadEnd = 0;
    }

    @Override
    public int oid() {
      return oid;
    }

    @Override
    public byte[] array() {
      return array;
    }

    @Override
    public int offset() {
      return offset;
    }

    @Override
    public int length() {
      return length;
    }
  }
}
