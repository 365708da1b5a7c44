package io.rekindle.codec;

import java.util.Arrays;

/**
 * A growing byte array that values are appended to, little-endian. Confined to one thread; made to
 * be reused: {@link #clear} keeps the memory.
 *
 * <p>A varint is unsigned LEB128, so a small number takes one byte; a zigzag is a varint of {@code
 * (n << 1) ^ (n >> 63)}, so a small negative one does too.
 */
public class StateOutput {
  /** The largest array that every JVM can make. */
  private static final int CAPACITY_MAX = Integer.MAX_VALUE - 8;

  /** By this part more than what is needed, where there is no room for twice as much. */
  private static final int SPARE_SHARE = 8;

  private byte[] bytes;
  private int position;

  /** An empty output of a default capacity. */
  public StateOutput() {
    this(256);
  }

  /** An empty output with room for {@code capacityBytes}; it grows when that is not enough. */
  public StateOutput(int capacityBytes) {
    bytes = new byte[Math.max(capacityBytes, 16)];
  }

  /** The array that holds the bytes from 0 to {@link #position}; replaced when it must grow. */
  public final byte[] array() {
    return bytes;
  }

  /** Where the next byte goes. */
  public final int position() {
    return position;
  }

  /** Moves back to overwrite, or on over room that {@link #reserve} made. */
  public final void position(int newPosition) {
    if (newPosition < 0 || newPosition > bytes.length) {
      throw new IllegalArgumentException(
          "position out of range: position=" + newPosition + ", capacity=" + bytes.length);
    }
    position = newPosition;
  }

  /** Forgets all bytes, keeps the memory. */
  public void clear() {
    position = 0;
  }

  /** Gives memory back if there is more of it than {@code bytesMax}; forgets all bytes then. */
  final void shrink(int bytesMax, int capacityBytes) {
    if (bytes.length > bytesMax) {
      bytes = new byte[capacityBytes];
      position = 0;
    }
  }

  /** A copy of the bytes written. */
  public final byte[] toByteArray() {
    return Arrays.copyOf(bytes, position);
  }

  /**
   * Makes room for {@code count} more bytes, so that {@link #array} may be written directly.
   *
   * @throws OutputTooLargeException if there would be more than an array can hold; as any method
   *     that appends
   * @throws OutOfMemoryError if the heap has no room for the bytes so far and {@code count} more,
   *     and tells how many; what was written is still there
   */
  public final void reserve(int count) {
    if (bytes.length - position < count) {
      grow(count);
    }
  }

  private void grow(int count) {
    long needed = (long) position + count;
    if (needed > CAPACITY_MAX) {
      throw new OutputTooLargeException(needed, CAPACITY_MAX);
    }
    long doubled = Math.min(Math.max(2L * bytes.length, needed), CAPACITY_MAX);
    try {
      bytes = Arrays.copyOf(bytes, (int) doubled);
    } catch (OutOfMemoryError e) {
      bytes = copyOfLess(needed, e);
    }
  }

  /** The heap has no room for twice as much; what is asked for and a little more may fit. */
  private byte[] copyOfLess(long needed, OutOfMemoryError tooLarge) {
    try {
      return Arrays.copyOf(bytes, (int) Math.min(needed + needed / SPARE_SHARE, CAPACITY_MAX));
    } catch (OutOfMemoryError e) {
      OutOfMemoryError named =
          new OutOfMemoryError("bytes=" + needed + " or more, " + tooLarge.getMessage());
      named.addSuppressed(e);
      throw named;
    }
  }

  /** Appends the low 8 bits. */
  public final void putByte(int value) {
    reserve(1);
    bytes[position++] = (byte) value;
  }

  /** Appends one byte, 0 or 1. */
  public final void putBoolean(boolean value) {
    putByte(value ? 1 : 0);
  }

  /** Appends the low 16 bits. */
  public final void putShort(int value) {
    reserve(2);
    LittleEndian.putShort(bytes, position, value);
    position += 2;
  }

  /** Appends 2 bytes. */
  public final void putChar(char value) {
    reserve(2);
    LittleEndian.putShort(bytes, position, value);
    position += 2;
  }

  /** Appends 4 bytes. */
  public final void putInt(int value) {
    reserve(4);
    LittleEndian.putInt(bytes, position, value);
    position += 4;
  }

  /** Appends 8 bytes. */
  public final void putLong(long value) {
    reserve(8);
    LittleEndian.putLong(bytes, position, value);
    position += 8;
  }

  /** Appends 4 bytes, raw bits: NaNs keep their payload. */
  public final void putFloat(float value) {
    putInt(Float.floatToRawIntBits(value));
  }

  /** Appends 8 bytes, raw bits: NaNs keep their payload. */
  public final void putDouble(double value) {
    putLong(Double.doubleToRawLongBits(value));
  }

  /** Overwrites 4 bytes at {@code at}, which were written before. */
  public final void setInt(int at, int value) {
    LittleEndian.putInt(bytes, at, value);
  }

  /** Overwrites 8 bytes at {@code at}, which were written before. */
  public final void setLong(int at, long value) {
    LittleEndian.putLong(bytes, at, value);
  }

  /** Appends 1 to 5 bytes; a negative value counts as its unsigned 32 bits. */
  public final void putVarint(int value) {
    reserve(5);
    byte[] array = bytes;
    int at = position;
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      array[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[at++] = (byte) rest;
    position = at;
  }

  /** Appends 1 to 10 bytes; a negative value counts as its unsigned 64 bits. */
  public final void putVarlong(long value) {
    reserve(10);
    byte[] array = bytes;
    int at = position;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      array[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[at++] = (byte) rest;
    position = at;
  }

  /** Appends 1 to 10 bytes, few if the absolute value is small. */
  public final void putZigzag(long value) {
    putVarlong((value << 1) ^ (value >> 63));
  }

  /** Appends {@code length} bytes as they are. */
  public final void putBytes(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, position, length);
    position += length;
  }

  /** Appends a STRING value, tag included. The string must not be null. */
  @SuppressWarnings(
      "deprecation") // getBytes(int, int, byte[], int) is the only copy without garbage
  public final void putString(String value) {
    int length = value.length();
    if (isLatin1(value, length)) {
      putByte(ValueTag.STRING_LATIN1);
      putVarint(length);
      reserve(length);
      value.getBytes(0, length, bytes, position);
      position += length;
      return;
    }
    putByte(ValueTag.STRING_UTF16);
    putVarint(length);
    reserve(Math.multiplyExact(length, 2));
    for (int i = 0; i < length; i++) {
      LittleEndian.putShort(bytes, position, value.charAt(i));
      position += 2;
    }
  }

  private static boolean isLatin1(String value, int length) {
    int union = 0;
    for (int i = 0; i < length; i++) {
      union |= value.charAt(i);
    }
    return union <= 0xFF;
  }

  /** Appends a NULL value. */
  public final void putNull() {
    putByte(ValueTag.NULL);
  }

  /** Appends a REF value. */
  public final void putRef(int oid) {
    reserve(6);
    bytes[position++] = (byte) ValueTag.REF;
    putVarint(oid);
  }

  /** Appends a {@code Boolean} value. */
  public final void putBoxedBoolean(boolean value) {
    putByte(value ? ValueTag.TRUE : ValueTag.FALSE);
  }

  /** Appends a {@code Byte} value. */
  public final void putBoxedByte(byte value) {
    putByte(ValueTag.BYTE);
    putByte(value);
  }

  /** Appends a {@code Short} value. */
  public final void putBoxedShort(short value) {
    putByte(ValueTag.SHORT);
    putShort(value);
  }

  /** Appends a {@code Character} value. */
  public final void putBoxedChar(char value) {
    putByte(ValueTag.CHAR);
    putChar(value);
  }

  /** Appends an {@code Integer} value. */
  public final void putBoxedInt(int value) {
    putByte(ValueTag.INT);
    putVarint((value << 1) ^ (value >> 31));
  }

  /** Appends a {@code Long} value. */
  public final void putBoxedLong(long value) {
    putByte(ValueTag.LONG);
    putZigzag(value);
  }

  /** Appends a {@code Float} value. */
  public final void putBoxedFloat(float value) {
    putByte(ValueTag.FLOAT);
    putFloat(value);
  }

  /** Appends a {@code Double} value. */
  public final void putBoxedDouble(double value) {
    putByte(ValueTag.DOUBLE);
    putDouble(value);
  }

  /** Appends a {@code BigInteger} value; {@code magnitude} is its {@code toByteArray()}. */
  public final void putBigInteger(byte[] magnitude) {
    putByte(ValueTag.BIG_INTEGER);
    putVarint(magnitude.length);
    putBytes(magnitude, 0, magnitude.length);
  }

  /** Appends a {@code BigDecimal} value; {@code unscaled} is its unscaled value's bytes. */
  public final void putBigDecimal(int scale, byte[] unscaled) {
    putByte(ValueTag.BIG_DECIMAL);
    putZigzag(scale);
    putVarint(unscaled.length);
    putBytes(unscaled, 0, unscaled.length);
  }

  /** Appends an enum constant. */
  public final void putEnum(int classId, String name) {
    putByte(ValueTag.ENUM);
    putVarint(classId);
    putString(name);
  }

  /** Appends a class, named as {@code Class.getName()} does. */
  public final void putClass(String name) {
    putByte(ValueTag.CLASS);
    putString(name);
  }

  /** Appends a {@code UUID} value. */
  public final void putUuid(long high, long low) {
    putByte(ValueTag.UUID);
    putLong(high);
    putLong(low);
  }

  /** Appends a value that somebody else encoded. */
  public final void putOpaqueValue(int classId, byte[] source, int offset, int length) {
    putByte(ValueTag.OPAQUE_VALUE);
    putVarint(classId);
    putVarint(length);
    putBytes(source, offset, length);
  }
}
