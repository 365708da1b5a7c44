package io.rekindle.agent.capture;

import io.rekindle.agent.types.ContainerScan;
import io.rekindle.agent.types.TrackedHandler;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The contents of a large tracked container, written piece by piece: to encode a map of a million
 * entries at once would hold up the application. What changes meanwhile is in the container's log
 * and comes after the last piece.
 *
 * <p>Hash tables are read piece by piece as well, in windows. An entry that nobody changes
 * meanwhile is read exactly once, as long as the table keeps its size; of the others the log tells.
 * All other containers are read at once.
 */
final class ContentSlices {

  /** Containers with more elements are written in pieces. */
  static final int ELEMENTS_MIN = 8192;

  /** Elements, or entries, in a piece; a fraction of a millisecond. */
  private static final int SLICE_ELEMENTS = 1024;

  final Object container;
  final TrackedHandler handler;
  final int oid;

  /** Null if all was read. */
  private ContainerScan scan;

  /** What the table was like when reading it began. */
  private final Object[] shape;

  private final ArrayDeque<Object[]> pieces = new ArrayDeque<>();
  private int next;

  /** Begins to read, in pieces if that is asked for and possible. */
  ContentSlices(Object container, TrackedHandler handler, int oid, boolean inPieces) {
    this.container = container;
    this.handler = handler;
    this.oid = oid;
    this.scan = inPieces ? handler.scanTable(container) : null;
    this.shape = scan == null ? null : handler.tableShape(container);
    if (scan == null) {
      pieces.add(handler.contents(container));
    }
  }

  /** Whether there is nothing left to read. */
  boolean isRead() {
    return scan == null;
  }

  /** Whether the table has another size now, so that entries may be read twice, or never. */
  boolean isMisread() {
    return !Arrays.equals(shape, handler.tableShape(container));
  }

  /** Reads a piece, with the gate closed; unless {@link #isRead}. */
  void read() {
    ReadPiece piece = new ReadPiece(SLICE_ELEMENTS * handler.partsPerElement());
    boolean isMore = true;
    while (isMore && !piece.isFull()) {
      isMore = scan.next(container, piece);
    }
    pieces.add(piece.elements());
    if (!isMore) {
      scan = null;
    }
  }

  /** Whether {@link #contents} has anything to write. */
  boolean hasPiece() {
    return !pieces.isEmpty();
  }

  /** Where the next piece begins in {@link #contents}. */
  int from() {
    return next;
  }

  /** Where it ends. */
  int to() {
    return Math.min(contents().length, next + SLICE_ELEMENTS * handler.partsPerElement());
  }

  Object[] contents() {
    return pieces.element();
  }

  void written() {
    next = to();
    if (next == contents().length) {
      pieces.remove();
      next = 0;
    }
  }
}
