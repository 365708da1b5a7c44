package io.rekindle.agent.log;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file {@code log} and the one before it, {@code log.1}: at most twice {@link #BYTES_MAX}.
 * Opened at the first write. When it can't be written, that is said once on stderr and tried again
 * a minute later. Confined to the lock of {@link AgentLog}.
 */
final class LogFile {

  static final long BYTES_MAX = 4L << 20;

  private static final long RETRY_NS = 60_000_000_000L;

  private final File file;
  private final long bytesMax;
  private FileChannel channel;
  private long bytes;
  private boolean complained;
  private boolean failed;
  private long failedNs;

  LogFile(File file) {
    this(file, BYTES_MAX);
  }

  LogFile(File file, long bytesMax) {
    this.file = file;
    this.bytesMax = bytesMax;
  }

  void write(String text) {
    if (text.isEmpty() || failed && System.nanoTime() - failedNs < RETRY_NS) {
      return;
    }
    try {
      if (channel == null) {
        channel = open(file.toPath());
        bytes = channel.size();
      }
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      if (bytes > 0 && bytes + encoded.length > bytesMax) {
        rotate();
      }
      ByteBuffer buffer = ByteBuffer.wrap(encoded);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      bytes += encoded.length;
      failed = false;
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void fail(Exception e) {
    failed = true;
    failedNs = System.nanoTime();
    close();
    if (!complained) {
      complained = true;
      System.err.println("rekindle: WARN log can't be written: file=" + file + ", " + e);
    }
  }

  private void rotate() throws IOException {
    close();
    Path previous = file.toPath().resolveSibling(file.getName() + ".1");
    Files.move(file.toPath(), previous, StandardCopyOption.REPLACE_EXISTING);
    channel = open(file.toPath());
    bytes = 0;
  }

  private void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing is buffered on our side, so nothing is lost.
      }
      channel = null;
    }
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
