package io.rekindle.agent.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks the restart loader that supervises this JVM, one request a connection; the answer is a line
 * that begins with {@code ok} or {@code error}. Safe from any thread; blocks until the loader
 * answers or dies.
 */
public final class LauncherClient {
  private static final String SOCKET = "launcher.sock";
  private static final int ANSWER_BYTES_MAX = 8192;

  private final Path folder;

  /** A client of the loader that supervises the name with this folder. */
  public LauncherClient(Path folder) {
    this.folder = folder;
  }

  /**
   * What follows {@code ok} in the answer.
   *
   * @throws IllegalStateException if there is no loader, or it refuses; the application goes on
   */
  public String ask(String request) {
    String answer;
    try {
      answer = exchange(request);
    } catch (IOException e) {
      throw new IllegalStateException(
          "no restart loader supervises this JVM: socket=" + folder.resolve(SOCKET), e);
    }
    if (answer.equals("ok") || answer.startsWith("ok ")) {
      return answer.substring(2).trim();
    }
    throw new IllegalStateException(
        answer.isEmpty() ? "the restart loader has ended" : answer.replaceFirst("^error ", ""));
  }

  private String exchange(String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path()));
      ByteBuffer out = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      ByteBuffer in = ByteBuffer.allocate(ANSWER_BYTES_MAX);
      while (in.hasRemaining() && channel.read(in) >= 0) {
        if (in.position() > 0 && in.get(in.position() - 1) == '\n') {
          break;
        }
      }
      return new String(in.array(), 0, in.position(), StandardCharsets.UTF_8).strip();
    }
  }

  /** A path that is too long for a socket is named by a file beside it. */
  private Path path() throws IOException {
    Path pointer = folder.resolve(SOCKET + ".path");
    return Files.exists(pointer)
        ? Path.of(Files.readString(pointer).strip())
        : folder.resolve(SOCKET);
  }
}
