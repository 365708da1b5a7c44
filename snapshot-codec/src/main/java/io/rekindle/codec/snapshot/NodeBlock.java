package io.rekindle.codec.snapshot;

import io.rekindle.codec.ClassDescriptor;

/** Nodes of one class that are loaded together. Immutable; cursors are independent. */
public interface NodeBlock {
  /** The class of all nodes in the block. */
  ClassDescriptor descriptor();

  /** Nodes in the block; a cursor may yield fewer, as it leaves out those that changed later. */
  int count();

  /** True if the nodes come from commits after the snapshot. */
  boolean isOverlay();

  /** Bytes that {@link #open} loads. */
  int byteCount();

  /**
   * Loads the block.
   *
   * @return a cursor before the first node; oids rise
   * @throws io.rekindle.codec.CorruptStateException if its checksum is wrong
   */
  NodeCursor open();

  /**
   * As {@link #open()}, with memory of the caller's: what the cursor shows is valid until the
   * buffer is used for another block.
   */
  default NodeCursor open(BlockBuffer buffer) {
    return open();
  }
}
