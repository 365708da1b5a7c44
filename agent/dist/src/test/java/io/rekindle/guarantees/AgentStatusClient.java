package io.rekindle.guarantees;

import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a running agent how it is. */
final class AgentStatusClient {

  private static final Pattern PASSES = Pattern.compile("\"scrubberPasses\":(\\d+)");

  private static final Pattern COMMITS = Pattern.compile("\"commits\":(\\d+)");

  private AgentStatusClient() {}

  /** Waits until {@code health} is what the agent says; returns its whole answer. */
  static String awaitHealth(Path store, String health) {
    return await(store, "status", "\"health\":\"" + health + "\"");
  }

  /** Waits until the agent's answer to {@code request} holds {@code part}; returns all of it. */
  static String await(Path store, String request, String part) {
    return awaitMatch(store, request, Pattern.quote(part));
  }

  /** Waits until a part of the agent's answer matches {@code regex}; returns all of it. */
  static String awaitMatch(Path store, String request, String regex) {
    Pattern pattern = Pattern.compile(regex);
    long deadlineNs = System.nanoTime() + Apps.LIMIT.toNanos();
    String answer = "";
    while (System.nanoTime() - deadlineNs < 0) {
      try {
        answer = ask(store, request);
      } catch (IOException e) {
        answer = e.toString(); // The socket comes a moment after the start.
      }
      if (pattern.matcher(answer).find()) {
        return answer;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new AssertionError(request + " does not tell " + regex + ": " + answer);
  }

  /**
   * Waits until the scrubber has been through everything {@code more} times more. The first of two
   * may have begun before what the test waited for until now.
   */
  static void awaitPasses(Path store, int more) {
    awaitMore(store, PASSES, more);
  }

  /** Waits until {@code more} commits more were stored. */
  static void awaitCommits(Path store, int more) {
    awaitMore(store, COMMITS, more);
  }

  private static void awaitMore(Path store, Pattern figure, int more) {
    long wanted = figure(store, figure) + more;
    long deadlineNs = System.nanoTime() + Apps.LIMIT.toNanos();
    while (figure(store, figure) < wanted) {
      if (System.nanoTime() - deadlineNs >= 0) {
        throw new AssertionError(figure + ": " + figure(store, figure) + " of " + wanted);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static long figure(Path store, Pattern figure) {
    Matcher matcher = figure.matcher(awaitMatch(store, "status", figure.pattern()));
    if (!matcher.find()) {
      throw new AssertionError("not in the answer to status: " + figure);
    }
    return Long.parseLong(matcher.group(1));
  }

  /** Waits until a line of the agent's log contains {@code part}. */
  static void awaitLog(Path store, String part) {
    Path log = NameFolder.of(store, Apps.NAME).log();
    long deadlineNs = System.nanoTime() + Apps.LIMIT.toNanos();
    while (System.nanoTime() - deadlineNs < 0) {
      try {
        if (Files.readString(log).contains(part)) {
          return;
        }
      } catch (IOException e) {
        // Not there yet.
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new AssertionError("not logged: " + part);
  }

  /** The agent's answer to one request. */
  static String ask(Path store, String request) throws IOException {
    Path folder = store.resolve(Apps.NAME);
    Path pointer = folder.resolve("agent.sock.path");
    Path path =
        Files.exists(pointer)
            ? Path.of(Files.readString(pointer).trim())
            : folder.resolve("agent.sock");
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(1 << 16);
      while (channel.read(answer) >= 0) {
        if (answer.position() > 0 && answer.get(answer.position() - 1) == '\n') {
          break;
        }
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }
  }
}
