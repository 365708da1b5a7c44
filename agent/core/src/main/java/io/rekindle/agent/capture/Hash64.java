package io.rekindle.agent.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of encoded bytes, to tell whether a compared node has changed. Multiply-and-fold
 * over 8 bytes at a time; two different encodings collide with a probability of about 2^-64.
 */
final class Hash64 {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SEED = 0x9E3779B97F4A7C15L;
  private static final long MULTIPLIER = 0xD6E8FEB86659FD93L;

  private Hash64() {}

  static long of(byte[] bytes, int offset, int length) {
    long hash = SEED ^ length;
    int at = offset;
    int end = offset + length;
    for (; at + 8 <= end; at += 8) {
      hash = fold(hash ^ (long) LONG.get(bytes, at));
    }
    long last = 0;
    for (int shift = 0; at < end; at++, shift += 8) {
      last |= (bytes[at] & 0xFFL) << shift;
    }
    return fold(fold(hash ^ last) + SEED);
  }

  private static long fold(long value) {
    long high = Math.multiplyHigh(value, MULTIPLIER);
    long low = value * MULTIPLIER;
    return high ^ low ^ Long.rotateLeft(value, 29);
  }
}
