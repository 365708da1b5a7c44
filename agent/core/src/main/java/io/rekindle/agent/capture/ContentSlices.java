package io.rekindle.agent.capture;

import io.rekindle.agent.types.TrackedHandler;

/**
 * The contents of a large tracked container as of one moment, written piece by piece: to encode a
 * map of a million entries at once would hold up the application. What changes meanwhile is in the
 * container's log and comes after the last piece.
 */
final class ContentSlices {

  /** Containers with more elements are written in pieces. */
  static final int ELEMENTS_MIN = 8192;

  /** Elements, or entries, in a piece; a fraction of a millisecond. */
  private static final int SLICE_ELEMENTS = 1024;

  final TrackedHandler handler;
  final int oid;
  private final Object[] contents;
  private int next;

  ContentSlices(Object container, TrackedHandler handler, int oid) {
    this.handler = handler;
    this.oid = oid;
    this.contents = handler.contents(container);
  }

  boolean isWritten() {
    return next == contents.length;
  }

  /** Where the next piece begins in {@link #contents}. */
  int from() {
    return next;
  }

  /** Where it ends. */
  int to() {
    return Math.min(contents.length, next + SLICE_ELEMENTS * handler.partsPerElement());
  }

  Object[] contents() {
    return contents;
  }

  void written() {
    next = to();
  }
}
