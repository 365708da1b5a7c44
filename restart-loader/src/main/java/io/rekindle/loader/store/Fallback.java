package io.rekindle.loader.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A start from an older state than the newest, after crashes that followed fast on each other.
 *
 * @param sequence the commit that is gone on from, 0 for an empty state
 * @param timeMs of that commit, 0 for an empty state
 * @param newestSequence the last commit before the crashes
 * @param setAside folder that keeps the state as of that commit
 */
public record Fallback(long sequence, long timeMs, long newestSequence, String setAside) {

  /** Whether the application starts with nothing. */
  public boolean isCold() {
    return sequence == 0;
  }

  /** Adds its facts to {@code node}. */
  public void putInto(ObjectNode node) {
    node.put("sequence", sequence)
        .put("timeMs", timeMs)
        .put("newestSequence", newestSequence)
        .put("setAside", setAside);
  }

  /** Null if {@code node} is. */
  static Fallback fromJson(JsonNode node) {
    return node == null
        ? null
        : new Fallback(
            node.path("sequence").asLong(),
            node.path("timeMs").asLong(),
            node.path("newestSequence").asLong(),
            node.path("setAside").asText());
  }
}
