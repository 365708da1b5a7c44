package io.rekindle.loader.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What was done about an end beyond a plain restart, or since the application asked for it.
 *
 * @param rung how far up the ladder
 * @param reason why, one line for people
 */
public record EscalationStep(Rung rung, String reason) {

  /** Adds its facts to {@code node}. */
  void putInto(ObjectNode node) {
    node.put("rung", rung.word()).put("reason", reason);
  }

  /** Null if {@code node} is, or if a later version wrote a rung that is not known here. */
  static EscalationStep fromJson(JsonNode node) {
    return node == null
        ? null
        : Rung.of(node.path("rung").asText())
            .map(rung -> new EscalationStep(rung, node.path("reason").asText()))
            .orElse(null);
  }
}
