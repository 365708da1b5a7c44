package io.rekindle.codec;

/**
 * Receives the parts of one node's payload in their order. A value is passed as an input that
 * stands right behind the value's tag; the scanner moves on by itself, whatever the visitor read.
 */
public interface PayloadVisitor {
  /** A primitive field, which stands at the input's position in its fixed width. */
  void primitiveField(FieldDescriptor field, StateInput input);

  /** A field of reference type. */
  void valueField(FieldDescriptor field, int tag, StateInput input);

  /** Value number {@code index} of a container's shape. */
  void shape(int index, int tag, StateInput input);

  /** Before the elements, entries or array elements. */
  void beginElements(int count);

  /** An element of a sequence or of an array of references. */
  void element(int index, int tag, StateInput input);

  /** The key of a map entry; its value comes next as an {@link #element}. */
  void key(int index, int tag, StateInput input);

  /** All elements of an array of primitives, which stand at the input's position. */
  void primitiveElements(char typeCode, int count, StateInput input);

  /** The content of an opaque node: the nodes it refers to, then foreign bytes. */
  void opaque(int encoding, int[] oids, byte[] bytes, int offset, int length);
}
