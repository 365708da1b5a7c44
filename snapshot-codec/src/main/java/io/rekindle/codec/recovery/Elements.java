package io.rekindle.codec.recovery;

/**
 * The elements of one node as they are stored: a slice of a payload, behind the count.
 *
 * @param count elements; in a map entries, of two values each
 */
record Elements(byte[] bytes, int offset, int length, int count) {
  /** No elements. */
  static final Elements NONE = new Elements(new byte[0], 0, 0, 0);
}
