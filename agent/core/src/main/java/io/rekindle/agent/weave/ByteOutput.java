package io.rekindle.agent.weave;

import java.util.Arrays;

/** Bytes of a class file that is being written; big-endian. Confined to a thread. */
final class ByteOutput {

  byte[] bytes;
  int size;

  ByteOutput(int capacity) {
    bytes = new byte[capacity];
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  ByteOutput u1(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  ByteOutput u2(int value) {
    reserve(2);
    bytes[size++] = (byte) (value >> 8);
    bytes[size++] = (byte) value;
    return this;
  }

  ByteOutput i4(int value) {
    return u2(value >> 16).u2(value);
  }

  /** Copies from {@code start} to before {@code end}. */
  ByteOutput copy(byte[] source, int start, int end) {
    int length = end - start;
    reserve(length);
    System.arraycopy(source, start, bytes, size, length);
    size += length;
    return this;
  }

  /** Overwrites what was written at {@code offset}. */
  void setU2(int offset, int value) {
    bytes[offset] = (byte) (value >> 8);
    bytes[offset + 1] = (byte) value;
  }

  /** Overwrites what was written at {@code offset}. */
  void setI4(int offset, int value) {
    setU2(offset, value >> 16);
    setU2(offset + 2, value);
  }
}
