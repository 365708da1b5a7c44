package io.rekindle.codec;

/**
 * Numbers in a byte array, little-endian. Shifts and ors rather than var handles: those are a
 * little faster once compiled (8.5 against 10 ns for a node of five fields on JDK 17, the same on
 * 25), but cost every JVM 25 ms when it first uses one, which a restart waits for.
 */
public final class LittleEndian {
  private LittleEndian() {}

  /** Reads 2 bytes. */
  public static short getShort(byte[] bytes, int at) {
    return (short) (bytes[at] & 0xFF | bytes[at + 1] << 8);
  }

  /** Reads 4 bytes. */
  public static int getInt(byte[] bytes, int at) {
    return bytes[at] & 0xFF
        | (bytes[at + 1] & 0xFF) << 8
        | (bytes[at + 2] & 0xFF) << 16
        | bytes[at + 3] << 24;
  }

  /** Reads 8 bytes. */
  public static long getLong(byte[] bytes, int at) {
    return getInt(bytes, at) & 0xFFFF_FFFFL | (long) getInt(bytes, at + 4) << 32;
  }

  /** Writes the low 16 bits. */
  public static void putShort(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
  }

  /** Writes 4 bytes. */
  public static void putInt(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
    bytes[at + 2] = (byte) (value >> 16);
    bytes[at + 3] = (byte) (value >> 24);
  }

  /** Writes 8 bytes. */
  public static void putLong(byte[] bytes, int at, long value) {
    putInt(bytes, at, (int) value);
    putInt(bytes, at + 4, (int) (value >> 32));
  }
}
