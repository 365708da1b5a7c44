package io.rekindle.codec;

/** How the payload of a node is to be read; stored as one byte in the class's descriptor. */
public enum NodeKind {
  /** An object of fields only: {@code fields}. */
  PLAIN,
  /** A list, set or queue: {@code fields shape count:varint value*}. */
  SEQUENCE,
  /** A map: {@code fields shape count:varint (value value)*}. */
  MAP,
  /** An array: {@code length:varint element*}; the class's name says of what. */
  ARRAY,
  /** Foreign bytes: {@code encoding:u8 refCount:varint oid:varint* length:varint byte*}. */
  OPAQUE,
  /** The static state of a class: {@code fields}. */
  STATICS,
  /** No nodes; the class is named by {@link ValueTag#ENUM} values only. */
  ENUM,
  /** No nodes; the class is named by {@link ValueTag#OPAQUE_VALUE} values only. */
  VALUE;

  private static final NodeKind[] BY_CODE = values();

  /** The byte that stands for this kind. */
  public int code() {
    return ordinal();
  }

  /** True if nodes of this kind exist; false for kinds that only values name. */
  public boolean isNode() {
    return this != ENUM && this != VALUE;
  }

  /** True if nodes of this kind have elements or entries, which a delta can change. */
  public boolean hasElements() {
    return this == SEQUENCE || this == MAP || this == ARRAY;
  }

  /**
   * The kind that {@code code} stands for.
   *
   * @throws CorruptStateException if there is none
   */
  public static NodeKind of(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new CorruptStateException(
          "unknown node kind: kind=" + code + ", expected=0.." + (BY_CODE.length - 1));
    }
    return BY_CODE[code];
  }
}
