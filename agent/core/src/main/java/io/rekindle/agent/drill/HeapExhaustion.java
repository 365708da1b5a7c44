package io.rekindle.agent.drill;

import io.rekindle.agent.control.JsonAnswer;
import java.lang.ref.Reference;

/**
 * Takes all memory that the heap can give. A JVM that has been told to end by that does so within;
 * else all is given back. Meanwhile the application's threads find no memory either, as they would
 * if it had run out by itself. Stateless.
 */
final class HeapExhaustion {

  /** Large pieces fill a large heap soon; small ones take what is left between them. */
  private static final int PIECE_BYTES_MAX = 1 << 20;

  private static final int PIECE_BYTES_MIN = 1 << 10;

  private HeapExhaustion() {}

  /** What is to be told if the JVM lives on. */
  static JsonAnswer run() {
    long heldBytes = exhaust();
    return new JsonAnswer().put("heldBytes", heldBytes);
  }

  private static long exhaust() {
    long heldBytes = 0;
    Object[] held = null;
    int pieceBytes = PIECE_BYTES_MAX;
    while (pieceBytes >= PIECE_BYTES_MIN) {
      try {
        held = new Object[] {new byte[pieceBytes], held};
        heldBytes += pieceBytes;
      } catch (OutOfMemoryError e) {
        pieceBytes >>= 5;
      }
    }
    // Or the collector may take for garbage what nobody reads.
    Reference.reachabilityFence(held);
    return heldBytes;
  }
}
