package io.rekindle.codec;

import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link StateOutput} wrote, out of a slice of a byte array. Never reads beyond the
 * slice and never allocates more than it could fill: damaged bytes give a {@link
 * CorruptStateException}. Confined to one thread; reusable by {@link #reset}.
 */
public final class StateInput {
  private byte[] bytes;
  private int position;
  private int limit;

  /** An empty input, to be {@link #reset}. */
  public StateInput() {
    this(new byte[0], 0, 0);
  }

  /** Reads all of {@code bytes}. */
  public StateInput(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads {@code length} bytes from {@code offset} on. */
  public StateInput(byte[] bytes, int offset, int length) {
    reset(bytes, offset, length);
  }

  /** Reads {@code length} bytes from {@code offset} on from now on. */
  public void reset(byte[] source, int offset, int length) {
    if (offset < 0 || length < 0 || length > source.length - offset) {
      throw new IllegalArgumentException(
          "slice out of range: offset=" + offset + ", length=" + length);
    }
    bytes = source;
    position = offset;
    limit = offset + length;
  }

  /** The array that is read from. */
  public byte[] array() {
    return bytes;
  }

  /** Index of the next byte in {@link #array}. */
  public int position() {
    return position;
  }

  /** Moves to {@code newPosition}, which must lie within the slice's end. */
  public void position(int newPosition) {
    if (newPosition < 0 || newPosition > limit) {
      throw corrupt("position out of range: position=" + newPosition + ", limit=" + limit);
    }
    position = newPosition;
  }

  /** Index of the end of the slice. */
  public int limit() {
    return limit;
  }

  /** Bytes left. */
  public int remaining() {
    return limit - position;
  }

  /** An exception that says where the bytes stopped making sense. */
  public CorruptStateException corrupt(String message) {
    return new CorruptStateException(message + ", position=" + position + ", limit=" + limit);
  }

  private void need(int count) {
    if (limit - position < count) {
      throw corrupt("truncated: needed=" + count + ", left=" + (limit - position));
    }
  }

  /** Moves over {@code count} bytes. */
  public void skip(int count) {
    if (count < 0 || count > limit - position) {
      throw corrupt("bad length: length=" + count + ", left=" + (limit - position));
    }
    position += count;
  }

  /** Reads one byte, signed. */
  public byte getByte() {
    need(1);
    return bytes[position++];
  }

  /** Reads one byte, 0 to 255. */
  public int getUnsignedByte() {
    need(1);
    return bytes[position++] & 0xFF;
  }

  /** Reads one byte that is 0 or 1. */
  public boolean getBoolean() {
    return getByte() != 0;
  }

  /** Reads 2 bytes. */
  public short getShort() {
    need(2);
    short value = LittleEndian.getShort(bytes, position);
    position += 2;
    return value;
  }

  /** Reads 2 bytes. */
  public char getChar() {
    need(2);
    char value = (char) LittleEndian.getShort(bytes, position);
    position += 2;
    return value;
  }

  /** Reads 4 bytes. */
  public int getInt() {
    need(4);
    int value = LittleEndian.getInt(bytes, position);
    position += 4;
    return value;
  }

  /** Reads 8 bytes. */
  public long getLong() {
    need(8);
    long value = LittleEndian.getLong(bytes, position);
    position += 8;
    return value;
  }

  /** Reads 4 bytes, raw bits. */
  public float getFloat() {
    return Float.intBitsToFloat(getInt());
  }

  /** Reads 8 bytes, raw bits. */
  public double getDouble() {
    return Double.longBitsToDouble(getLong());
  }

  /** Reads an unsigned LEB128 of at most 32 bits. */
  public int getVarint() {
    if (position < limit) {
      byte first = bytes[position];
      if (first >= 0) {
        position++;
        return first;
      }
    }
    long value = getVarlong();
    if (value >>> 32 != 0) {
      throw corrupt("varint too large: value=" + value);
    }
    return (int) value;
  }

  /** Reads an unsigned LEB128 of at most 64 bits. */
  public long getVarlong() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = getByte();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw corrupt("varint too long: bytes>10");
  }

  /** Reads a zigzag number. */
  public long getZigzag() {
    long value = getVarlong();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Reads a varint that counts things of at least {@code unitBytes} each that must follow. */
  public int getCount(int unitBytes) {
    int count = getVarint();
    if (count < 0 || (long) count * unitBytes > remaining()) {
      throw corrupt("bad count: count=" + count + ", left=" + remaining());
    }
    return count;
  }

  /** Copies {@code length} bytes out. */
  public void getBytes(byte[] target, int offset, int length) {
    need(length);
    System.arraycopy(bytes, position, target, offset, length);
    position += length;
  }

  /** Reads a {@code length:varint byte*}. */
  public byte[] getByteArray() {
    byte[] copy = new byte[getCount(1)];
    getBytes(copy, 0, copy.length);
    return copy;
  }

  /** Reads a value's tag. */
  public int getTag() {
    int tag = getUnsignedByte();
    if (tag > ValueTag.MAX) {
      position--;
      throw corrupt("unknown value tag: tag=" + tag + ", expected=0.." + ValueTag.MAX);
    }
    return tag;
  }

  /** Reads a STRING value, tag included. */
  public String getString() {
    return getString(getTag());
  }

  /** Reads the string whose tag was just read. */
  public String getString(int tag) {
    if (tag == ValueTag.STRING_LATIN1) {
      int length = getCount(1);
      String value = new String(bytes, position, length, StandardCharsets.ISO_8859_1);
      position += length;
      return value;
    }
    if (tag != ValueTag.STRING_UTF16) {
      throw corrupt("no string: tag=" + ValueTag.name(tag) + ", expected=STRING_*");
    }
    char[] chars = new char[getCount(2)];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) LittleEndian.getShort(bytes, position);
      position += 2;
    }
    return new String(chars);
  }

  /** Reads an oid: a positive varint. */
  public int getOid() {
    int oid = getVarint();
    if (oid <= 0) {
      throw corrupt("bad oid: oid=" + oid + ", expected>0");
    }
    return oid;
  }

  /** Reads the {@code Integer} whose tag was just read. */
  public int getBoxedInt() {
    int value = getVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Moves over one value, tag included, and returns its tag. */
  public int skipValue() {
    int tag = getTag();
    skipValue(tag);
    return tag;
  }

  /** Moves over {@code count} values, tags included. */
  public void skipValues(int count) {
    for (int left = count; left > 0; left--) {
      skipValue(getTag());
    }
  }

  /** Moves over the value whose tag was just read. */
  public void skipValue(int tag) {
    switch (tag) {
      case ValueTag.NULL, ValueTag.FALSE, ValueTag.TRUE -> {}
      case ValueTag.REF, ValueTag.INT, ValueTag.LONG -> getVarlong();
      case ValueTag.STRING_LATIN1, ValueTag.BIG_INTEGER -> skip(getCount(1));
      case ValueTag.STRING_UTF16 -> skip(2 * getCount(2));
      case ValueTag.BYTE -> skip(1);
      case ValueTag.SHORT, ValueTag.CHAR -> skip(2);
      case ValueTag.FLOAT -> skip(4);
      case ValueTag.DOUBLE -> skip(8);
      case ValueTag.UUID -> skip(16);
      case ValueTag.CLASS -> getStringSkipped();
      case ValueTag.BIG_DECIMAL, ValueTag.OPAQUE_VALUE -> {
        getVarlong();
        skip(getCount(1));
      }
      case ValueTag.ENUM -> {
        getVarlong();
        getStringSkipped();
      }
      default -> throw corrupt("unknown value tag: tag=" + tag);
    }
  }

  private void getStringSkipped() {
    int tag = getTag();
    if (tag != ValueTag.STRING_LATIN1 && tag != ValueTag.STRING_UTF16) {
      throw corrupt("no string: tag=" + ValueTag.name(tag) + ", expected=STRING_*");
    }
    skipValue(tag);
  }
}
