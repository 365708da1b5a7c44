package io.rekindle.loader.group;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.socket.LineChannel;
import io.rekindle.loader.store.Json;
import java.io.IOException;
import java.time.Duration;

/**
 * Keeps the application of one member down for as long as it is open; closed without more, the
 * member starts it again. Used by one thread at a time.
 */
final class MemberHold implements AutoCloseable {
  /** The controller waits 10 s for the end before it kills. */
  private static final Duration HELD_WITHIN = Duration.ofSeconds(30);

  private static final Duration STARTED_WITHIN = Duration.ofSeconds(30);

  private final Member member;
  private final LineChannel channel;

  private MemberHold(Member member, LineChannel channel) {
    this.member = member;
    this.channel = channel;
  }

  /** Has the application end and stay down; returns when nothing runs. */
  static MemberHold of(Member member) throws IOException {
    LineChannel channel = LineChannel.connect(member.folder().launcherSocket());
    try {
      channel.writeLine("hold");
      answer(channel, HELD_WITHIN);
      return new MemberHold(member, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  Member member() {
    return member;
  }

  /**
   * Has it started now, and lets go of it.
   *
   * @return the new process id
   */
  long start() throws IOException {
    try (this) {
      channel.writeLine("start");
      return answer(channel, STARTED_WITHIN).path("pid").asLong();
    }
  }

  /** Has its controller end: there will be no further start. */
  void giveUp() throws IOException {
    try (this) {
      channel.writeLine("give-up");
      answer(channel, STARTED_WITHIN);
    }
  }

  private static ObjectNode answer(LineChannel channel, Duration timeout) throws IOException {
    String line = channel.readLine(timeout);
    if (line == null) {
      throw new IOException("its controller has ended");
    }
    ObjectNode node = Json.parseObject(line).orElseThrow(() -> new IOException("answer=" + line));
    if (node.has("error")) {
      throw new IOException(node.get("error").asText());
    }
    return node;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
