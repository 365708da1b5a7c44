package io.rekindle.loader.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * When a start is successful, and what an application is watched by after that. Part of the launch
 * record.
 *
 * @param ready the condition of readiness as written by the user, empty if there is none
 * @param startTimeoutMs how long an incarnation may take until it is ready; without a condition,
 *     how long beats and probes may stay away at first
 * @param heartbeatMs interval in which a beat is due, 0 if none is ever
 * @param missedLow intervals without a beat after which a line is logged
 * @param missedHigh intervals without a beat after which the incarnation is ended
 * @param probes what is asked for signs of life, as written by the user
 * @param probeMs pause between two probes
 * @param probeFailures failures in a row after which the incarnation is ended
 */
public record HealthSettings(
    String ready,
    long startTimeoutMs,
    long heartbeatMs,
    int missedLow,
    int missedHigh,
    List<String> probes,
    long probeMs,
    int probeFailures) {

  /** Nothing is watched but the process itself. */
  public static final HealthSettings DEFAULT =
      new HealthSettings("", 30_000, 0, 2, 5, List.of(), 5_000, 3);

  public HealthSettings {
    probes = List.copyOf(probes);
  }

  /** Whether a start has to come to something before it counts as one. */
  public boolean expectsReady() {
    return !ready.isEmpty();
  }

  public boolean expectsBeats() {
    return heartbeatMs > 0;
  }

  /** Whether anything is looked at beside the process itself. */
  public boolean isWatching() {
    return expectsReady() || expectsBeats() || !probes.isEmpty();
  }

  void putInto(ObjectNode record) {
    ObjectNode node = record.putObject("health");
    node.put("ready", ready)
        .put("startTimeoutMs", startTimeoutMs)
        .put("heartbeatMs", heartbeatMs)
        .put("missedLow", missedLow)
        .put("missedHigh", missedHigh)
        .put("probeMs", probeMs)
        .put("probeFailures", probeFailures);
    probes.forEach(node.putArray("probes")::add);
  }

  /** Reads a launch record; one that says nothing of health has the default. */
  static HealthSettings fromRecord(ObjectNode record) {
    JsonNode node = record.get("health");
    if (node == null) {
      return DEFAULT;
    }
    List<String> probes = new ArrayList<>();
    node.required("probes").forEach(probe -> probes.add(probe.asText()));
    return new HealthSettings(
        node.required("ready").asText(),
        node.required("startTimeoutMs").asLong(),
        node.required("heartbeatMs").asLong(),
        node.required("missedLow").asInt(),
        node.required("missedHigh").asInt(),
        probes,
        node.required("probeMs").asLong(),
        node.required("probeFailures").asInt());
  }
}
