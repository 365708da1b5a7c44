package io.rekindle.agent.control;

import io.rekindle.agent.log.AgentLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One client: reads requests line by line and answers each. A client that sends no whole request
 * for a while, or does not take its answer, has to make way for others. Confined to its thread.
 */
final class ClientConnection {

  /** No request is that long; a client that sends more is not one of ours. */
  static final int LINE_BYTES_MAX = 8192;

  private final SocketChannel channel;
  private final Map<String, CommandHandler> commands;
  private final long idleMsMax;
  private final ByteBuffer input = ByteBuffer.allocate(LINE_BYTES_MAX);

  /**
   * A connection that is served for as long as each request follows on the last answer, and each
   * answer is taken, within {@code idleMsMax}.
   */
  ClientConnection(SocketChannel channel, Map<String, CommandHandler> commands, long idleMsMax) {
    this.channel = channel;
    this.commands = commands;
    this.idleMsMax = idleMsMax;
  }

  /** Serves until the client closes, is idle for too long, or sends what is no line. */
  void serve() throws IOException {
    channel.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      long deadlineNs = deadlineNs();
      while (true) {
        if (!await(key, SelectionKey.OP_READ, deadlineNs)) {
          send(key, new JsonAnswer().put("error", "no request within " + idleMsMax + " ms"));
          return;
        }
        if (channel.read(input) < 0) {
          return;
        }
        if (answerLines(key)) {
          deadlineNs = deadlineNs();
        }
        if (!input.hasRemaining()) {
          send(key, new JsonAnswer().put("error", "request too long: limit=" + LINE_BYTES_MAX));
          return;
        }
      }
    }
  }

  private long deadlineNs() {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(idleMsMax);
  }

  /** Whether a whole line had come. */
  private boolean answerLines(SelectionKey key) throws IOException {
    int from = 0;
    for (int i = 0; i < input.position(); i++) {
      if (input.get(i) == '\n') {
        String line = new String(input.array(), from, i - from, StandardCharsets.UTF_8);
        respond(key, line.trim());
        from = i + 1;
      }
    }
    int end = input.position();
    input.position(from).limit(end);
    input.compact();
    return from > 0;
  }

  private void respond(SelectionKey key, String line) throws IOException {
    JsonAnswer answer = answer(line);
    send(key, answer);
    if (answer.sequel() != null) {
      send(key, answer.sequel().run());
    }
  }

  private JsonAnswer answer(String line) {
    int space = line.indexOf(' ');
    String command = space < 0 ? line : line.substring(0, space);
    String argument = space < 0 ? "" : line.substring(space + 1).trim();
    JsonAnswer answer = new JsonAnswer();
    CommandHandler handler = commands.get(command);
    if (handler == null) {
      return answer.put("error", "unknown request " + command);
    }
    try {
      handler.handle(argument, answer);
    } catch (Throwable t) {
      AgentLog.warn("request failed: " + command, t);
      answer.clear();
      answer.put("error", command + " failed: " + t);
    }
    return answer;
  }

  /** Tells a client that was just taken why it is not served; that fits into its buffer. */
  static void refuse(SocketChannel channel, String reason) throws IOException {
    ByteBuffer bytes = bytes(new JsonAnswer().put("error", reason));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.close();
  }

  private static ByteBuffer bytes(JsonAnswer answer) {
    return ByteBuffer.wrap((answer + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void send(SelectionKey key, JsonAnswer answer) throws IOException {
    ByteBuffer bytes = bytes(answer);
    long deadlineNs = deadlineNs();
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0 && !await(key, SelectionKey.OP_WRITE, deadlineNs)) {
        throw new IOException("the client does not take its answer");
      }
    }
  }

  /** False if the deadline came first. */
  private static boolean await(SelectionKey key, int operation, long deadlineNs)
      throws IOException {
    key.interestOps(operation);
    while (true) {
      long remainingMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
      if (remainingMs <= 0) {
        return false;
      }
      key.selector().select(remainingMs);
      boolean isReady = (key.readyOps() & operation) != 0;
      key.selector().selectedKeys().clear();
      if (isReady) {
        return true;
      }
    }
  }
}
