package io.rekindle.loader.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One line of {@code ends.jsonl}: an incarnation that ended.
 *
 * @param outcome what the launcher did about it, see the constants
 * @param hsErr path of the JVM's crash report, empty if there is none
 */
public record EndRecord(
    int incarnation,
    long pid,
    Ending ending,
    long startedMs,
    long endedMs,
    String hsErr,
    String outcome) {

  /** A new incarnation was started. */
  public static final String RESTARTED = "restarted";

  /** The application ended for good, by itself or by a signal that asks for it. */
  public static final String ENDED = "ended";

  /** It ended because somebody told the loader to end it. */
  public static final String STOPPED = "stopped";

  /** Too many ends in too short a time: given up. */
  public static final String CRASH_LOOP = "crash-loop";

  /** The agent said that starting again is of no use: given up. */
  public static final String REFUSED = "refused";

  /** The next incarnation could not be started. */
  public static final String START_FAILED = "start-failed";

  ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("incarnation", incarnation).put("pid", pid).put("kind", ending.kind());
    node.put("code", ending.code()).put("signal", ending.signal());
    node.put("startedMs", startedMs).put("endedMs", endedMs);
    if (!hsErr.isEmpty()) {
      node.put("hsErr", hsErr);
    }
    return node.put("outcome", outcome);
  }

  static EndRecord fromJson(ObjectNode node) {
    return new EndRecord(
        node.path("incarnation").asInt(),
        node.path("pid").asLong(),
        new Ending(node.path("code").asInt()),
        node.path("startedMs").asLong(),
        node.path("endedMs").asLong(),
        node.path("hsErr").asText(""),
        node.path("outcome").asText(ENDED));
  }
}
