package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Renders the agent's answer to {@code tracking} for people. */
final class TrackingTable {
  private static final List<String> CLASSES = List.of("CLASS", "TRACKING", "OBJECTS");
  private static final List<String> COMPARED =
      List.of("COMPARED FIELD", "CLASS", "OBJECTS", "PER COMMIT", "HINT");

  private TrackingTable() {}

  static String of(JsonNode answer) {
    StringBuilder out = new StringBuilder(classes(answer.path("classes")));
    if (!answer.path("complete").asBoolean()) {
      out.append("\nThe scrubber has not yet been through all objects: counts are too low.\n");
    }
    JsonNode compared = answer.path("compared");
    if (compared.isEmpty()) {
      return out.append("\nNothing is compared.\n").toString();
    }
    List<String> hints = new ArrayList<>();
    out.append('\n').append(compared(compared, hints));
    out.append("\nEach commit compares for ")
        .append(duration(answer.path("comparedNs").asLong()))
        .append(", as last timed.\n");
    for (int i = 0; i < hints.size(); i++) {
      out.append('[').append(i + 1).append("] ").append(hints.get(i)).append('\n');
    }
    return out.toString();
  }

  private static String classes(JsonNode classes) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(CLASSES);
    for (JsonNode row : classes) {
      rows.add(
          List.of(
              row.path("class").asText(),
              row.path("tracking").asText(),
              row.path("count").asText()));
    }
    return StatusTable.align(rows);
  }

  private static String compared(JsonNode compared, List<String> hints) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(COMPARED);
    for (JsonNode row : compared) {
      rows.add(
          List.of(
              row.path("field").asText(),
              row.path("class").asText(),
              row.path("count").asText(),
              duration(row.path("ns").asLong()),
              reference(row.path("hint").asText(), hints)));
    }
    return StatusTable.align(rows);
  }

  /** Hints are long and few: each is printed once. */
  private static String reference(String hint, List<String> hints) {
    if (hint.isEmpty()) {
      return "";
    }
    if (!hints.contains(hint)) {
      hints.add(hint);
    }
    return "[" + (hints.indexOf(hint) + 1) + "]";
  }

  private static String duration(long ns) {
    return ns < 1_000_000
        ? String.format(Locale.ROOT, "%.1f us", ns / 1e3)
        : String.format(Locale.ROOT, "%.1f ms", ns / 1e6);
  }
}
