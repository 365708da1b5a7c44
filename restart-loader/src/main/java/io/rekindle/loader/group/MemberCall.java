package io.rekindle.loader.group;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.socket.LineChannel;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/** Single requests to the controller of a member. */
final class MemberCall {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  /** As long as {@code restart} waits before it kills. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

  private MemberCall() {}

  /** What the controller says of its member, empty if there is none that answers. */
  static Optional<ObjectNode> status(NameFolder folder) {
    try {
      return Json.parseObject(
          LineChannel.request(folder.launcherSocket(), "status", ANSWER_WITHIN));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Asks for something that is done after the answer. */
  static void tell(NameFolder folder, String request) throws IOException {
    LineChannel.request(folder.launcherSocket(), request, ANSWER_WITHIN);
  }

  /** Has the application end, at last by force, and its controller with it; returns then. */
  static void end(NameFolder folder) throws IOException {
    try (LineChannel channel = LineChannel.connect(folder.launcherSocket())) {
      channel.writeLine("stop-with-group");
      awaitEnd(channel);
    } catch (InterruptedIOException e) {
      try (LineChannel channel = LineChannel.connect(folder.launcherSocket())) {
        channel.writeLine("kill");
        awaitEnd(channel);
      }
    }
  }

  /** One answer, and then the end of the stream when the controller has gone. */
  private static void awaitEnd(LineChannel channel) throws IOException {
    if (channel.readLine(ANSWER_WITHIN) != null) {
      channel.readLine(ENDS_WITHIN);
    }
  }
}
