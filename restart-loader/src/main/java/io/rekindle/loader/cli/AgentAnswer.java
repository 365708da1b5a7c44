package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.socket.LineChannel;
import io.rekindle.loader.store.Json;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until an agent that has just been started answers: then its state is read. */
final class AgentAnswer {
  private static final long WAIT_NS_MAX = TimeUnit.MINUTES.toNanos(10);
  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private AgentAnswer() {}

  /**
   * Its answer to {@code status}; empty if the process ended first, or never answered.
   *
   * @param isAlive whether the process that was started still runs, and may answer
   */
  static Optional<ObjectNode> await(NameFolder folder, BooleanSupplier isAlive) {
    long startNs = System.nanoTime();
    while (isAlive.getAsBoolean() && System.nanoTime() - startNs < WAIT_NS_MAX) {
      try {
        Optional<ObjectNode> answer =
            Json.parseObject(LineChannel.request(folder.agentSocket(), "status", TIMEOUT));
        if (answer.isPresent()) {
          return answer;
        }
      } catch (IOException e) {
        // Not there yet.
      }
      LockSupport.parkNanos(POLL_NS);
    }
    return Optional.empty();
  }
}
