package io.rekindle.demo.harness;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The number of acknowledged steps of an application, in a file that is mapped into memory: what
 * was written is there for a reader even when the writer was killed right after it. The application
 * writes, the driver reads; safe for use by any number of threads on both sides.
 *
 * <pre>
 *   0        8
 *   +--------+
 *   | count  |  signed 64-bit integer, big-endian
 *   +--------+
 * </pre>
 */
public final class ConfirmedCount {

  /** The size of the file. */
  public static final int FILE_BYTES = Long.BYTES;

  private static final int COUNT_OFFSET = 0;
  private static final VarHandle COUNT =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MappedByteBuffer file;

  private ConfirmedCount(MappedByteBuffer file) {
    this.file = file;
  }

  /**
   * Opens a count and keeps what is in it; a new one starts at 0. The mapping lives as long as this
   * object does, the file descriptor is closed at once.
   */
  public static ConfirmedCount open(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new ConfirmedCount(channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES));
    }
  }

  /** The count. */
  public long get() {
    return (long) COUNT.getAcquire(file, COUNT_OFFSET);
  }

  /** Sets the count; for applications with one working thread. */
  public void set(long count) {
    COUNT.setRelease(file, COUNT_OFFSET, count);
  }

  /** Adds one to the count; for applications with several working threads. */
  public void increment() {
    COUNT.getAndAdd(file, COUNT_OFFSET, 1L);
  }
}
