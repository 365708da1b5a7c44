package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.socket.LineChannel;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A crash that the agent in the JVM brings about. It answers first; the end of the connection is
 * the end of the JVM, and a second line says that there was none.
 */
final class AgentDrill {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
  private static final double MIB = 1 << 20;

  private final NameFolder folder;
  private final CrashKind kind;

  AgentDrill(NameFolder folder, CrashKind kind) {
    this.folder = folder;
    this.kind = kind;
  }

  /**
   * What became of it.
   *
   * @param heldBytes how much of the heap was taken and given back; 0 if the JVM has ended
   */
  record Result(boolean isEnded, long heldBytes) {
    /** For people. */
    String text(String name, long pid) {
      String what = name + ", pid " + pid;
      if (isEnded) {
        return "ended: " + what;
      }
      return String.format(
          "lives on: %s. Its heap was exhausted, by %.0f MiB that were given back. To have it end by"
              + " that, start it with -XX:+ExitOnOutOfMemoryError or -XX:+CrashOnOutOfMemoryError",
          what, heldBytes / MIB);
    }
  }

  /**
   * Returns when the JVM has ended, or has survived it.
   *
   * @throws LoaderException if it was not begun, or if neither has happened in time
   */
  Result perform(Duration timeout) {
    try (LineChannel channel = Control.connectAgent(folder)) {
      channel.writeLine("crash " + kind.word());
      refuseUnlessBegun(channel.readLine(ANSWER_TIMEOUT));
      return outcome(channel, timeout);
    } catch (IOException e) {
      throw LoaderException.temporary(
          "the agent does not answer: name="
              + folder.name()
              + ", how="
              + kind.word()
              + ": "
              + e.getMessage()
              + ". To crash it without its agent, use --how kill");
    }
  }

  private static void refuseUnlessBegun(String line) throws IOException {
    ObjectNode answer = line == null ? null : Json.parseObject(line).orElse(null);
    if (answer == null) {
      throw new IOException("answer=" + line);
    }
    if (answer.has("error")) {
      throw LoaderException.temporary("not crashed: " + answer.get("error").asText());
    }
  }

  private Result outcome(LineChannel channel, Duration timeout) {
    try {
      Optional<ObjectNode> survived =
          Optional.ofNullable(channel.readLine(timeout)).flatMap(Json::parseObject);
      return new Result(
          survived.isEmpty(), survived.map(node -> node.path("heldBytes").asLong()).orElse(0L));
    } catch (InterruptedIOException e) {
      throw LoaderException.temporary(
          "begun, but not ended after "
              + timeout.toMillis()
              + " ms: name="
              + folder.name()
              + ", how="
              + kind.word()
              + ". It may still end; to wait longer, use --timeout");
    } catch (IOException e) {
      // Its end may reset the connection.
      return new Result(true, 0);
    }
  }
}
