package io.rekindle.agent.capture;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.StateOutput;

/**
 * The chunks of a large array's payload: where they end, and their hashes. Of an array that changes
 * again and again only the chunks that differ are written. Immutable.
 */
final class ArrayChunks {

  /** Arrays with fewer elements are written whole. */
  static final int ELEMENTS_MIN = 2048;

  private static final int CHUNK_ELEMENTS = 256;

  private final int count;
  private final int[] starts;
  private final long[] hashes;

  private ArrayChunks(int count, int[] starts, long[] hashes) {
    this.count = count;
    this.starts = starts;
    this.hashes = hashes;
  }

  /**
   * Divides a payload.
   *
   * @param elementWidth bytes of an element, 0 for values
   * @return null if the array is not a large one
   */
  static ArrayChunks of(byte[] bytes, int offset, int length, int elementWidth) {
    StateInput in = new StateInput(bytes, offset, length);
    int count = in.getVarint();
    if (count < ELEMENTS_MIN) {
      return null;
    }
    int chunkCount = (count + CHUNK_ELEMENTS - 1) / CHUNK_ELEMENTS;
    int[] starts = new int[chunkCount + 1];
    long[] hashes = new long[chunkCount];
    for (int i = 0; i < chunkCount; i++) {
      int start = in.position();
      int elements = Math.min(CHUNK_ELEMENTS, count - i * CHUNK_ELEMENTS);
      if (elementWidth == 0) {
        in.skipValues(elements);
      } else {
        in.skip(elements * elementWidth);
      }
      starts[i] = start - offset;
      hashes[i] = Hash64.of(bytes, start, in.position() - start);
    }
    starts[chunkCount] = length;
    return new ArrayChunks(count, starts, hashes);
  }

  /** Whether it is worth while to write only what differs from {@code stored}. */
  boolean isSmallChangeOf(ArrayChunks stored) {
    if (stored == null || stored.count != count) {
      return false;
    }
    int changed = 0;
    for (int i = 0; i < hashes.length; i++) {
      changed += hashes[i] == stored.hashes[i] ? 0 : 1;
    }
    return changed <= hashes.length / 2;
  }

  /** Copies the chunks that differ from {@code stored} out of the payload. */
  byte[] changedBytes(ArrayChunks stored, byte[] bytes, int offset) {
    StateOutput copy = new StateOutput();
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] != stored.hashes[i]) {
        copy.putBytes(bytes, offset + starts[i], starts[i + 1] - starts[i]);
      }
    }
    return copy.toByteArray();
  }

  /** Writes an edit for each chunk that differs, with what {@link #changedBytes} copied. */
  void writeEdits(ArrayChunks stored, byte[] changed, OperationOutput output) {
    int at = 0;
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] != stored.hashes[i]) {
        int first = i * CHUNK_ELEMENTS;
        int elements = Math.min(CHUNK_ELEMENTS, count - first);
        int length = starts[i + 1] - starts[i];
        output.editSplice(first, elements, elements);
        output.putBytes(changed, at, length);
        at += length;
      }
    }
  }
}
