package io.rekindle.codec.journal;

import io.rekindle.codec.store.StoreFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.core.Jvm;

/**
 * Sees to it that the stretch of a segment that Chronicle is about to write through mapped memory
 * has blocks on the disk. Writing mapped memory that has none, on a full disk, is a fault that can
 * kill the JVM; writing zeros to a file first is a plain {@code IOException}.
 *
 * <p>Invariants: only bytes from {@link #reserved} on are ever written here, and Chronicle writes
 * only bytes before it; so nothing that was written is overwritten.
 */
final class SegmentSpace implements Closeable {
  /** Writes zeros; tests put a full disk here. */
  interface Filler {
    int fill(FileChannel channel, ByteBuffer zeros, long position) throws IOException;
  }

  private final ByteBuffer zeros;
  private final Filler filler;

  private FileChannel channel;
  private long reserved;

  SegmentSpace(int stepBytes, Filler filler) {
    this.zeros = ByteBuffer.allocateDirect(stepBytes);
    this.filler = filler;
  }

  /** Makes {@code file}, which Chronicle must not know yet, with {@code bytes} zeros in it. */
  void prepare(Path file, long bytes) throws JournalException {
    FileChannel next = null;
    try {
      next = StoreFiles.open(file);
      Jvm.doNotCloseOnInterrupt(SegmentSpace.class, next);
      next.truncate(0);
      long filled = fill(next, 0, bytes);
      close();
      channel = next;
      reserved = filled;
    } catch (IOException e) {
      closeQuietly(next);
      // What it took may be just what others need meanwhile.
      deleteQuietly(file);
      throw failure("segment can't be made: file=" + file + ", bytes=" + bytes, e);
    }
  }

  /** Reserves in steps until everything before {@code position} has blocks. */
  void reserve(long position) throws JournalException {
    while (reserved < position) {
      try {
        reserved = fill(channel, reserved, reserved + zeros.capacity());
      } catch (IOException e) {
        throw failure("journal can't grow: position=" + position + ", reserved=" + reserved, e);
      }
    }
  }

  /** Everything before this offset has blocks on the disk. */
  long reserved() {
    return reserved;
  }

  private long fill(FileChannel target, long from, long to) throws IOException {
    long at = from;
    while (at < to) {
      zeros.clear();
      zeros.limit((int) Math.min(zeros.capacity(), to - at));
      at += filler.fill(target, zeros, at);
      if (target == channel) {
        // What was written stays reserved, even if the rest does not fit.
        reserved = at;
      }
    }
    return at;
  }

  private static JournalException failure(String condition, IOException e) {
    if (StoreFiles.isDiskFull(e)) {
      return new JournalFullException(
          condition
              + ": "
              + e.getMessage()
              + ". To go on, free disk space; commits resume by themselves.",
          e);
    }
    return new JournalException(condition + ": " + e, e);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException ignored) {
      // It holds zeros at most; the next attempt overwrites it.
    }
  }

  private static void closeQuietly(FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException ignored) {
        // Nothing was written through it that anybody relies on.
      }
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
    channel = null;
  }
}
