package io.rekindle.codec.snapshot;

/** Memory for one block at a time, used again from block to block. Confined to one thread. */
public final class BlockBuffer {
  private byte[] bytes = new byte[0];

  /** An empty buffer. */
  public BlockBuffer() {}

  byte[] ofAtLeast(int length) {
    if (bytes.length < length) {
      bytes = new byte[length];
    }
    return bytes;
  }
}
