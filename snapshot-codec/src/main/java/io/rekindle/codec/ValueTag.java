package io.rekindle.codec;

/**
 * The first byte of every value: it says what follows.
 *
 * <pre>
 *   +-----+----------------------+
 *   | tag | depends on the tag   |
 *   +-----+----------------------+
 * </pre>
 *
 * Constants, not an enum: they are compared in the inner loops of commit and restore.
 */
public final class ValueTag {
  /** The null reference; nothing follows. */
  public static final int NULL = 0;

  /** A node: {@code oid:varint}. */
  public static final int REF = 1;

  /** A string of chars up to 0xFF: {@code length:varint byte*}. */
  public static final int STRING_LATIN1 = 2;

  /** Any other string: {@code length:varint} in chars, then two bytes each. */
  public static final int STRING_UTF16 = 3;

  /** {@code Boolean.FALSE}; nothing follows. */
  public static final int FALSE = 4;

  /** {@code Boolean.TRUE}; nothing follows. */
  public static final int TRUE = 5;

  /** A {@code Byte}: 1 byte. */
  public static final int BYTE = 6;

  /** A {@code Short}: 2 bytes. */
  public static final int SHORT = 7;

  /** A {@code Character}: 2 bytes. */
  public static final int CHAR = 8;

  /** An {@code Integer}: zigzag. */
  public static final int INT = 9;

  /** A {@code Long}: zigzag. */
  public static final int LONG = 10;

  /** A {@code Float}: 4 bytes, raw bits. */
  public static final int FLOAT = 11;

  /** A {@code Double}: 8 bytes, raw bits. */
  public static final int DOUBLE = 12;

  /** A {@code BigInteger}: {@code length:varint byte*}, two's complement, big-endian. */
  public static final int BIG_INTEGER = 13;

  /** A {@code BigDecimal}: {@code scale:zigzag length:varint byte*}. */
  public static final int BIG_DECIMAL = 14;

  /** An enum constant: {@code classId:varint name:string}. */
  public static final int ENUM = 15;

  /** A class: {@code name:string}, as {@code Class.getName()} gives it. */
  public static final int CLASS = 16;

  /** A {@code java.util.UUID}: 16 bytes, high then low. */
  public static final int UUID = 17;

  /** A value that Kryo wrote: {@code classId:varint length:varint byte*}. */
  public static final int OPAQUE_VALUE = 18;

  /** The largest tag of this format version. */
  public static final int MAX = OPAQUE_VALUE;

  private static final String[] NAMES = {
    "NULL",
    "REF",
    "STRING_LATIN1",
    "STRING_UTF16",
    "FALSE",
    "TRUE",
    "BYTE",
    "SHORT",
    "CHAR",
    "INT",
    "LONG",
    "FLOAT",
    "DOUBLE",
    "BIG_INTEGER",
    "BIG_DECIMAL",
    "ENUM",
    "CLASS",
    "UUID",
    "OPAQUE_VALUE"
  };

  private ValueTag() {}

  /** The name of {@code tag} for messages; never null, also for tags that do not exist. */
  public static String name(int tag) {
    return tag >= 0 && tag <= MAX ? NAMES[tag] : "unknown(" + tag + ")";
  }
}
