package io.rekindle.loader.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.socket.LineChannel;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whether the JVM answers through the agent's socket, and whether threads of it wait for each other
 * in a circle. A circle counts once the same thread was in one twice in a row: one through a wait
 * with a time limit may dissolve.
 */
final class JvmProbe implements Probe {
  private static final int NAMES_MAX = 5;

  /**
   * Begins the answer of an agent that could not look, for want of memory maybe. Other errors are
   * about the request: too many clients at once say nothing against the application.
   */
  private static final String FAILED = "probe failed";

  /** What an agent says in a JVM without that module: it lives, and more can't be known. */
  private static final String NO_MANAGEMENT = "NoClassDefFoundError";

  private final Path socket;
  private final Consumer<String> log;
  private Set<Long> circle = Set.of();
  private boolean hasAnswered;
  private boolean isSilenceTold;

  JvmProbe(Path socket, Consumer<String> log) {
    this.socket = socket;
    this.log = log;
  }

  @Override
  public Optional<Symptom> check(Duration timeout) {
    String answer;
    try {
      answer = LineChannel.request(socket, "probe", timeout);
    } catch (InterruptedIOException e) {
      return hang("the JVM has not answered in " + timeout.toMillis() + " ms");
    } catch (IOException e) {
      return unreachable(e);
    }
    hasAnswered = true;
    Optional<ObjectNode> facts = Json.parseObject(answer);
    String error = facts.map(node -> node.path("error").asText()).orElse("no JSON: " + answer);
    if (facts.isEmpty() || error.startsWith(FAILED) && !error.contains(NO_MANAGEMENT)) {
      return hang("the agent can't tell how the JVM is: " + error);
    }
    if (!error.isEmpty()) {
      tellOnce("the probe jvm is not answered: " + error);
      return Optional.empty();
    }
    return deadlock(facts.get());
  }

  /**
   * A socket that was never there tells nothing of the JVM: the agent may have failed to make it.
   */
  private Optional<Symptom> unreachable(IOException e) {
    if (hasAnswered) {
      return hang("the agent can't be reached: " + e.getMessage());
    }
    tellOnce("waiting for the agent's socket: the probe jvm tells nothing so far");
    return Optional.empty();
  }

  private void tellOnce(String line) {
    if (!isSilenceTold) {
      isSilenceTold = true;
      log.accept(line);
    }
  }

  private static Optional<Symptom> hang(String text) {
    return Optional.of(Symptom.of(EndRecord.CAUSE_HANG, text));
  }

  private Optional<Symptom> deadlock(ObjectNode answer) {
    Set<Long> ids = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (JsonNode thread : answer.path("deadlocked")) {
      ids.add(thread.path("id").asLong());
      if (names.size() < NAMES_MAX) {
        names.add(thread.path("name").asText());
      }
    }
    Set<Long> remaining = new HashSet<>(ids);
    remaining.retainAll(circle);
    circle = ids;
    if (remaining.isEmpty()) {
      return Optional.empty();
    }
    String text = ids.size() + " threads wait for each other: " + String.join(", ", names);
    return Optional.of(new Symptom(EndRecord.CAUSE_DEADLOCK, text, true));
  }
}
