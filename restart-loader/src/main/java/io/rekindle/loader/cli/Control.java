package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.socket.LineChannel;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What the verbs that act on a living application have in common. */
final class Control {
  private static final long LISTENS_WITHIN_NS = TimeUnit.SECONDS.toNanos(5);

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
  private static final long POLL_MS = 20;

  private Control() {}

  /**
   * Ends the application for good and waits for that.
   *
   * @param verb {@code stop} or {@code kill}
   * @return false if nothing was running
   */
  static boolean end(NameFolder folder, String verb, Duration timeout) {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    awaitSuccessor(folder);
    if (folder.liveLauncher().isPresent()) {
      endByLauncher(folder, verb, timeout);
      awaitReleased(folder, deadlineNs, timeout);
      return true;
    }
    Optional<LockText> owner = folder.liveOwner();
    if (owner.isEmpty()) {
      return false;
    }
    ProcessHandle.of(owner.get().pid())
        .ifPresent(
            handle -> {
              if (verb.equals("kill")) {
                handle.destroyForcibly();
              } else {
                handle.destroy();
              }
            });
    awaitReleased(folder, deadlineNs, timeout);
    return true;
  }

  /**
   * If the loader was killed a moment ago, its guardian will have its place in another one; what is
   * ended before that would be started again.
   */
  private static void awaitSuccessor(NameFolder folder) {
    long deadlineNs = System.nanoTime() + LISTENS_WITHIN_NS;
    while (folder.isGuarded() && folder.liveLauncher().isEmpty()) {
      if (System.nanoTime() > deadlineNs) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
    }
  }

  /** An agent that has just started listens a moment later. */
  static LineChannel connectAgent(NameFolder folder) throws IOException {
    long deadlineNs = System.nanoTime() + LISTENS_WITHIN_NS;
    while (true) {
      try {
        return LineChannel.connect(folder.agentSocket());
      } catch (SocketException e) {
        if (folder.liveOwner().isEmpty() || System.nanoTime() > deadlineNs) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
      }
    }
  }

  /** A guardian that has the lock listens a moment later. */
  private static LineChannel connect(NameFolder folder) throws IOException {
    long deadlineNs = System.nanoTime() + LISTENS_WITHIN_NS;
    while (true) {
      try {
        return LineChannel.connect(folder.launcherSocket());
      } catch (IOException e) {
        if (folder.liveLauncher().isEmpty() || System.nanoTime() > deadlineNs) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
      }
    }
  }

  private static void endByLauncher(NameFolder folder, String verb, Duration timeout) {
    try (LineChannel channel = connect(folder)) {
      channel.writeLine(verb);
      String answer = channel.readLine(ANSWER_TIMEOUT);
      if (answer != null) {
        refuseIfError(answer);
        // Nothing follows but the end of the stream, when the loader has ended.
        channel.readLine(timeout);
      }
    } catch (InterruptedIOException e) {
      throw stillRunning(folder, timeout);
    } catch (IOException e) {
      if (folder.liveLauncher().isPresent()) {
        throw LoaderException.temporary(
            "the loader does not answer: socket=" + folder.launcherSocket() + ": " + e);
      }
    }
  }

  /** It has no thread for one more client, for example. */
  private static void refuseIfError(String answer) throws IOException {
    Optional<ObjectNode> node = Json.parseObject(answer);
    if (node.isPresent() && node.get().has("error")) {
      throw LoaderException.temporary(node.get().get("error").asText());
    }
  }

  /** The connection ends a moment before the process and its locks do. */
  private static void awaitReleased(NameFolder folder, long deadlineNs, Duration timeout) {
    while (folder.liveOwner().isPresent() || folder.liveLauncher().isPresent()) {
      if (System.nanoTime() > deadlineNs) {
        throw stillRunning(folder, timeout);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw stillRunning(folder, timeout);
      }
    }
  }

  private static LoaderException stillRunning(NameFolder folder, Duration timeout) {
    return LoaderException.temporary(
        "still running after "
            + timeout.toMillis()
            + " ms: name="
            + folder.name()
            + ". To end it without its consent, run: restart-loader kill --name "
            + folder.name());
  }

  /**
   * One request to an agent; an answer with an error becomes a temporary failure. An agent that has
   * just started listens a moment later, so that the application has the processors.
   */
  static ObjectNode ask(Path socket, String request, Duration timeout) {
    ObjectNode node = exchange(socket, request, timeout);
    if (node.has("error")) {
      throw LoaderException.temporary(node.get("error").asText());
    }
    return node;
  }

  /** As {@link #ask}, but an answer with an error is an answer. */
  static ObjectNode exchange(Path socket, String request, Duration timeout) {
    try {
      String answer = requestOfStarting(socket, request, timeout);
      return Json.parseObject(answer).orElseThrow(() -> new IOException("answer=" + answer));
    } catch (IOException e) {
      throw LoaderException.temporary(
          "no sound answer: request=" + request + ", socket=" + socket + ": " + e.getMessage());
    }
  }

  private static String requestOfStarting(Path socket, String request, Duration timeout)
      throws IOException {
    long deadlineNs = System.nanoTime() + Math.min(timeout.toNanos(), LISTENS_WITHIN_NS);
    while (true) {
      try {
        return LineChannel.request(socket, request, timeout);
      } catch (SocketException e) {
        if (System.nanoTime() > deadlineNs) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
      }
    }
  }

  static LoaderException notRunning(NameFolder folder, String hint) {
    return LoaderException.temporary("not running: name=" + folder.name() + hint);
  }
}
