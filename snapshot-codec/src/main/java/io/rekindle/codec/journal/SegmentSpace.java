package io.rekindle.codec.journal;

import io.rekindle.codec.store.StoreFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import net.openhft.chronicle.core.Jvm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the stretch of a segment that Chronicle is about to write through mapped memory
 * has blocks on the disk. Writing mapped memory that has none, on a full disk, is a fault that can
 * kill the JVM; writing zeros to a file first is a plain {@code IOException}.
 *
 * <p>Invariants: only bytes from {@link #reserved} on are ever written here, and Chronicle writes
 * only bytes before it; so nothing that was written is overwritten.
 *
 * <p>{@link #reserveAhead} may be called by another thread than the others, at the same time.
 */
final class SegmentSpace implements Closeable {
  /** Writes zeros; tests put a full disk here. */
  interface Filler {
    int fill(FileChannel channel, ByteBuffer zeros, long position) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(SegmentSpace.class);

  private static final long NONE = -1;

  private final ByteBuffer zeros;
  private final Filler filler;

  /** Held while zeros are written; guards {@code channel} and all writes of {@code reserved}. */
  private final ReentrantLock lock = new ReentrantLock();

  private FileChannel channel;
  private volatile long reserved;

  /** Where {@link #reserveSoon} failed; it does not try again at the same place. */
  private long failedAt = NONE;

  /** The end of what was asked for last; only to know how far ahead the space is. */
  private long needed;

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
      long filled = fillNew(next, bytes);
      replace(next, filled);
    } catch (IOException e) {
      closeQuietly(next);
      // What it took may be just what others need meanwhile.
      deleteQuietly(file);
      throw failure("segment can't be made: file=" + file + ", bytes=" + bytes, e);
    }
  }

  private void replace(FileChannel next, long filled) {
    lock.lock();
    try {
      close();
      channel = next;
      reserved = filled;
      needed = 0;
      failedAt = NONE;
    } finally {
      lock.unlock();
    }
  }

  /** Reserves in steps until everything before {@code position} has blocks. */
  void reserve(long position) throws JournalException {
    needed = position;
    while (reserved < position) {
      try {
        step(position);
      } catch (IOException e) {
        throw failure("journal can't grow: position=" + position + ", reserved=" + reserved, e);
      }
    }
  }

  /**
   * Reserves a step towards {@code position}, unless another thread is just writing zeros: it may
   * have lost its core, and nobody has to wait for it yet. Fails silently, as {@link #reserveAhead}
   * does.
   */
  void reserveSoon(long position) {
    if (reserved >= position || reserved == failedAt || !lock.tryLock()) {
      return;
    }
    try {
      step(position);
    } catch (IOException e) {
      failedAt = reserved;
      LOG.debug("no space for commits to come", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reserves what the commits to come are expected to need, so that none of them has to wait for
   * it. Fails silently: the commit that needs the space will be told.
   *
   * @param bytes beyond what was asked for last
   * @param end nothing beyond this position
   */
  void reserveAhead(long bytes, long end) {
    long position = Math.min(needed + bytes, end);
    try {
      while (reserved < position && step(position)) {
        // Step by step, as a commit may be waiting.
      }
    } catch (IOException e) {
      LOG.debug("no space ahead", e);
    }
  }

  /** Reserves a step unless {@code position} is reserved by now; false if there is no file. */
  private boolean step(long position) throws IOException {
    lock.lock();
    try {
      if (channel != null && reserved < position) {
        fill(reserved, reserved + zeros.capacity());
      }
      return channel != null;
    } finally {
      lock.unlock();
    }
  }

  /** The end of what was asked for last; may be a little behind. */
  long needed() {
    return needed;
  }

  /** Everything before this offset has blocks on the disk. */
  long reserved() {
    return reserved;
  }

  private long fillNew(FileChannel target, long bytes) throws IOException {
    ByteBuffer own = zeros.duplicate();
    long at = 0;
    while (at < bytes) {
      at += write(target, own, at, bytes);
    }
    return at;
  }

  private void fill(long from, long to) throws IOException {
    long at = from;
    while (at < to) {
      at += write(channel, zeros, at, to);
      // What was written stays reserved, even if the rest does not fit.
      reserved = at;
    }
  }

  private int write(FileChannel target, ByteBuffer source, long at, long to) throws IOException {
    source.clear();
    source.limit((int) Math.min(source.capacity(), to - at));
    return filler.fill(target, source, at);
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
    lock.lock();
    try {
      closeQuietly(channel);
      channel = null;
    } finally {
      lock.unlock();
    }
  }
}
