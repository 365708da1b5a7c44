package io.rekindle.codec.snapshot;

import io.rekindle.codec.StateInput;

/**
 * Steps over nodes of one class. Confined to one thread.
 *
 * <pre>
 * while (cursor.next()) {
 *   ... cursor.oid() ... cursor.array(), cursor.offset(), cursor.length() ...
 * }
 * </pre>
 */
public interface NodeCursor {
  /**
   * Moves to the next node; false if there is none.
   *
   * @throws io.rekindle.codec.CorruptStateException if its payload can't be had; the call after
   *     that moves on to the one behind it
   */
  boolean next();

  /** Back before the first node; what was loaded stays loaded. */
  void rewind();

  /** The node's oid. */
  int oid();

  /** Holds the node's payload; may be another one for the next node. */
  byte[] array();

  /** Where in {@link #array} the payload begins. */
  int offset();

  /** Bytes of the payload. */
  int length();

  /** Makes {@code input} read the payload. */
  default void payload(StateInput input) {
    input.reset(array(), offset(), length());
  }
}
