package io.rekindle.agent.engine;

import io.rekindle.agent.log.Log;
import io.rekindle.codec.store.BlockFile;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.HashMap;
import java.util.Map;

/**
 * The named blocks that this JVM has mapped. All who ask for one get the same bytes, unless it was
 * deleted meanwhile. Thread-safe; a thread that is interrupted gets its block, too.
 */
final class MappedBlocks {
  private static final Log LOG = Log.of(MappedBlocks.class);

  /** Interrupts that come one after another while a block is made. */
  private static final int ATTEMPTS_MAX = 10;

  private final NameFolder folder;
  private final Map<String, BlockFile.Mapped> mapped = new HashMap<>();

  MappedBlocks(NameFolder folder) {
    this.folder = folder;
  }

  /** Deletes what the last JVM may have left unfinished, before this one makes any. */
  static void deleteUnfinished(NameFolder folder) {
    try {
      BlockFile.deleteUnfinished(folder);
    } catch (IOException e) {
      // It takes space only; the next start tries again.
      LOG.info("unfinished blocks were not deleted", e);
    }
  }

  /** See {@link io.rekindle.Rekindle#block}. */
  synchronized Map.Entry<ByteBuffer, Boolean> get(String name, long size) {
    BlockFile file = BlockFile.of(folder, name);
    BlockFile.Mapped known = mapped.get(name);
    boolean isNew = false;
    try {
      if (known == null || !file.is(known)) {
        // Asked before: an interrupt may come after the file was made.
        boolean isMissing = !file.exists();
        known = uninterrupted(() -> file.map(size));
        mapped.put(name, known);
        isNew = isMissing || known.isNew();
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "block can't be stored: name=" + name + ", size=" + size + ", file=" + file.path(), e);
    }
    if (known.bytes().capacity() != size) {
      throw new IllegalArgumentException(
          "the block has another size: name="
              + name
              + ", size="
              + known.bytes().capacity()
              + ", asked="
              + size
              + ". To change it, free the block first");
    }
    return Map.entry(known.bytes(), isNew);
  }

  /** See {@link io.rekindle.Rekindle#free}. */
  synchronized boolean free(String name) {
    mapped.remove(name);
    BlockFile file = BlockFile.of(folder, name);
    try {
      return file.delete();
    } catch (IOException e) {
      throw new IllegalStateException(
          "block can't be deleted: name=" + name + ", file=" + file.path(), e);
    }
  }

  private interface Mapping {
    BlockFile.Mapped map() throws IOException;
  }

  private static BlockFile.Mapped uninterrupted(Mapping mapping) throws IOException {
    boolean wasInterrupted = Thread.interrupted();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return mapping.map();
        } catch (ClosedByInterruptException e) {
          wasInterrupted |= Thread.interrupted();
          if (attempt == ATTEMPTS_MAX) {
            throw e;
          }
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
