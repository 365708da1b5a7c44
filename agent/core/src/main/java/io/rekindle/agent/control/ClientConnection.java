package io.rekindle.agent.control;

import io.rekindle.agent.log.AgentLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One client: reads requests line by line and answers each. Confined to its thread. */
final class ClientConnection {

  /** No request is that long; a client that sends more is not one of ours. */
  static final int LINE_BYTES_MAX = 8192;

  private final SocketChannel channel;
  private final Map<String, CommandHandler> commands;
  private final ByteBuffer input = ByteBuffer.allocate(LINE_BYTES_MAX);

  ClientConnection(SocketChannel channel, Map<String, CommandHandler> commands) {
    this.channel = channel;
    this.commands = commands;
  }

  /** Serves until the client closes, or sends what is no line. */
  void serve() throws IOException {
    while (channel.read(input) >= 0) {
      int from = 0;
      for (int i = 0; i < input.position(); i++) {
        if (input.get(i) == '\n') {
          String line = new String(input.array(), from, i - from, StandardCharsets.UTF_8);
          respond(line.trim());
          from = i + 1;
        }
      }
      int end = input.position();
      input.position(from).limit(end);
      input.compact();
      if (!input.hasRemaining()) {
        refuse(channel, "request too long: limit=" + LINE_BYTES_MAX);
        return;
      }
    }
  }

  private void respond(String line) throws IOException {
    JsonAnswer answer = answer(line);
    send(channel, answer);
    if (answer.sequel() != null) {
      send(channel, answer.sequel().run());
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

  static void refuse(SocketChannel channel, String reason) throws IOException {
    send(channel, new JsonAnswer().put("error", reason));
    channel.close();
  }

  private static void send(SocketChannel channel, JsonAnswer answer) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((answer + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
