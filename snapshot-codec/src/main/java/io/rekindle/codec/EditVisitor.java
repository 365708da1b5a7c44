package io.rekindle.codec;

/** Receives the edits of a delta in their order. Slices are not copied. */
public interface EditVisitor {
  /** The shape was replaced; the slice is {@code count:varint value*}. */
  void shape(byte[] bytes, int offset, int length);

  /** All elements were dropped. */
  void clear();

  /**
   * Elements or entries were added at the end.
   *
   * @param count how many the slice holds
   */
  void append(int count, byte[] bytes, int offset, int length);

  /**
   * An entry of a map or an element of a set was put or removed: any {@link Edit} but SHAPE, CLEAR,
   * APPEND and SPLICE.
   *
   * @param keyOffset where the key or element begins
   * @param valueOffset where it ends, and a map's value begins
   * @param end where the value ends; {@code valueOffset} if the edit has none
   */
  void keyed(int edit, byte[] bytes, int keyOffset, int valueOffset, int end);

  /**
   * A range of a list or an array was replaced. Whether the range is there is not checked yet.
   *
   * @param start index of the first element removed, at least 0
   * @param removed how many are removed, at least 0
   * @param count how many come in their place; the slice holds them
   */
  void splice(int start, int removed, int count, byte[] bytes, int offset, int length);
}
