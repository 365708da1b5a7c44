package io.rekindle.spi;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Named blocks that die with the process: what there is without the agent. Thread-safe. */
final class HeapBlocks {

  private static final Map<String, ByteBuffer> BLOCKS = new HashMap<>();

  private HeapBlocks() {}

  static Map.Entry<ByteBuffer, Boolean> get(String name, long size) {
    synchronized (BLOCKS) {
      ByteBuffer known = BLOCKS.get(name);
      if (known == null) {
        ByteBuffer made = ByteBuffer.allocate((int) size);
        BLOCKS.put(name, made);
        return Map.entry(made, true);
      }
      if (known.capacity() != size) {
        throw new IllegalArgumentException(
            "the block has another size: name="
                + name
                + ", size="
                + known.capacity()
                + ", asked="
                + size
                + ". To change it, free the block first");
      }
      return Map.entry(known, false);
    }
  }

  static boolean free(String name) {
    synchronized (BLOCKS) {
      return BLOCKS.remove(name) != null;
    }
  }
}
