package io.rekindle.loader.supervise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.health.HealthWatch;
import io.rekindle.loader.health.Suspension;

/** Answers what the launcher's socket is asked about the watch over an application's health. */
final class HealthRequests {
  /** Before the action, with a space. */
  static final String PREFIX = "heartbeat ";

  private final HealthWatch health;

  HealthRequests(HealthWatch health) {
    this.health = health;
  }

  /** Performs {@code suspend}, {@code resume} or {@code query}. */
  ObjectNode answer(String action, ObjectNode node) {
    Suspension suspension = health.suspension();
    Suspension.State previous;
    switch (action) {
      case "suspend" -> previous = suspension.suspend();
      case "resume" -> previous = suspension.resume();
      case "query" -> previous = suspension.state();
      default -> {
        return node.put("error", "unknown request: " + PREFIX + action);
      }
    }
    return node.put("previous", health.isWatching() ? previous.word() : HealthWatch.OFF)
        .put("watch", health.stateWord());
  }
}
