package io.rekindle.codec.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What the application declares of itself in the file {@code heartbeat}: that it is ready, and that
 * it works. The agent maps the file, so that a beat is a store to memory; a launcher reads it,
 * whatever the JVM is doing meanwhile. Immutable.
 *
 * <pre>
 *  0        4        8                16               24               32
 * +--------+--------+----------------+----------------+----------------+
 * | "RKHB" | version|      pid       |   beat count   |    ready ms    |
 * +--------+--------+----------------+----------------+----------------+
 * </pre>
 *
 * <p>Little-endian. The pid protects from taking the beats of the JVM before for those of this one.
 *
 * @param pid of the JVM that writes
 * @param beatCount changes with each beat; threads that beat at once may count as one
 * @param readyMs when the application said that it was ready, {@link #NOT_READY} until then
 */
public record Heartbeat(long pid, long beatCount, long readyMs) {
  /** The whole file. */
  public static final int LENGTH_BYTES = 32;

  /** Where the count is. */
  public static final int BEAT_COUNT_OFFSET = 16;

  /** Where the time of readiness is. */
  public static final int READY_MS_OFFSET = 24;

  /** The application has not said so yet. */
  public static final long NOT_READY = 0;

  private static final int MAGIC = 0x42484b52;
  private static final int VERSION = 1;

  /** A file without beats. */
  public static ByteBuffer newFile(long pid) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0, MAGIC).putInt(4, VERSION).putLong(8, pid);
    return bytes;
  }

  /** What the file says, empty if it is missing or none of ours. */
  public static Optional<Heartbeat> read(Path file) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (StoreFiles.readFully(channel, bytes, 0) < LENGTH_BYTES) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    if (bytes.getInt(0) != MAGIC || bytes.getInt(4) != VERSION) {
      return Optional.empty();
    }
    return Optional.of(
        new Heartbeat(
            bytes.getLong(8), bytes.getLong(BEAT_COUNT_OFFSET), bytes.getLong(READY_MS_OFFSET)));
  }
}
