package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Renders for people what the loader tells of readiness and liveness. */
final class HealthText {
  private HealthText() {}

  /** Adds rows of label and text; none if nothing is known or watched. */
  static void add(List<List<String>> rows, JsonNode health) {
    if (health == null) {
      return;
    }
    long readyMs = health.path("readyMs").asLong();
    if (!health.path("started").asBoolean(true)) {
      rows.add(List.of("ready", "not yet"));
    } else if (readyMs > 0) {
      rows.add(List.of("ready", "after " + (readyMs - health.path("startedMs").asLong()) + " ms"));
    }
    String watch = health.path("watch").asText("off");
    if (watch.equals("off")) {
      return;
    }
    List<String> parts = new ArrayList<>();
    parts.add(watch.equals("debugger") ? "suspended: started for a debugger" : watch);
    if (health.path("heartbeatMs").asLong() > 0) {
      parts.add(
          "heartbeat every "
              + health.path("heartbeatMs").asText()
              + " ms, missed "
              + health.path("missedBeats").asText());
    }
    health.path("probes").forEach(probe -> parts.add("probe " + probe.asText()));
    rows.add(List.of("watch", String.join(", ", parts)));
  }
}
