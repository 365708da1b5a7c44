package io.rekindle.loader.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A Unix socket that carries lines of UTF-8. Every wait has a deadline. Not thread-safe. */
public final class LineChannel implements AutoCloseable {
  private static final int LINE_BYTES_MAX = 1 << 20;

  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(8192);

  /** Bytes as chars; a line is decoded when it is whole. */
  private final StringBuilder pending = new StringBuilder();

  /** Takes over a connected channel, which stays the caller's to close if that fails. */
  public LineChannel(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    this.selector = Selector.open();
    channel.register(selector, SelectionKey.OP_READ);
  }

  /** Connects to the socket at {@code path}; where that is too long for a socket, see below. */
  public static LineChannel connect(Path path) throws IOException {
    Path real = resolve(path);
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(real));
      return new LineChannel(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** One request, one answer. */
  public static String request(Path path, String line, Duration timeout) throws IOException {
    try (LineChannel channel = connect(path)) {
      channel.writeLine(line);
      String answer = channel.readLine(timeout);
      if (answer == null) {
        throw new IOException("closed without an answer: socket=" + path);
      }
      return answer;
    }
  }

  /**
   * Where the socket really is: a path of more than about 100 bytes can't be bound, so that {@code
   * NAME.path} beside it names a shorter one.
   */
  private static Path resolve(Path path) throws IOException {
    Path pointer = path.resolveSibling(path.getFileName() + ".path");
    if (!Files.exists(path) && Files.exists(pointer)) {
      return Path.of(Files.readString(pointer).strip());
    }
    return path;
  }

  /** Writes the line and a newline. */
  public void writeLine(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        Thread.onSpinWait();
      }
    }
  }

  /**
   * The next line without its newline, null at the end of the stream.
   *
   * @throws InterruptedIOException if none came in time
   */
  public String readLine(Duration timeout) throws IOException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (true) {
      int newline = pending.indexOf("\n");
      if (newline >= 0) {
        String line = pending.substring(0, newline);
        pending.delete(0, newline + 1);
        return new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
      if (pending.length() > LINE_BYTES_MAX) {
        throw new IOException("line too long: lengthMax=" + LINE_BYTES_MAX);
      }
      long remainingMs = (deadlineNs - System.nanoTime()) / 1_000_000;
      if (remainingMs <= 0) {
        throw new InterruptedIOException("no answer in " + timeout.toMillis() + " ms");
      }
      selector.select(remainingMs);
      selector.selectedKeys().clear();
      if (!fill()) {
        return null;
      }
    }
  }

  private boolean fill() throws IOException {
    int count = channel.read(buffer.clear());
    if (count > 0) {
      pending.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
    }
    return count >= 0;
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
