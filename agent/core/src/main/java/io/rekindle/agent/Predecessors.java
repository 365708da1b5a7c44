package io.rekindle.agent;

import java.util.HashMap;
import java.util.Map;

/**
 * The process ids that this JVM is in the place of: there is always a new one, and what was
 * registered elsewhere under an old one can be told by these.
 *
 * @param originalPid of the first JVM that owned the name, which may be this one
 * @param previousPid of the JVM that owned the name before this one, {@link #NULL_PID} if none did
 */
public record Predecessors(long originalPid, long previousPid) {

  /** There was none, or nobody knows. */
  public static final long NULL_PID = 0;

  private static final String PID = "pid";
  private static final String INCARNATION = "incarnation";
  private static final String ORIGINAL = "originalPid";
  private static final String PREVIOUS = "previousPid";

  /** So many are a long for certain. */
  private static final int DIGITS_MAX = 18;

  /**
   * Reads what the JVM before said of itself in {@code owner.lock}.
   *
   * @param text {@code key=value} separated by blanks, empty if nobody owned the name before
   * @param own the id of this JVM
   */
  static Predecessors of(String text, long own) {
    Map<String, Long> values = values(text);
    long previous = values.getOrDefault(PID, NULL_PID);
    if (previous == NULL_PID) {
      return new Predecessors(text.isBlank() ? own : NULL_PID, NULL_PID);
    }
    // An agent that wrote no original id may have been the first one itself.
    boolean wasFirst = values.getOrDefault(INCARNATION, 0L) == 1;
    return new Predecessors(
        values.getOrDefault(ORIGINAL, wasFirst ? previous : NULL_PID), previous);
  }

  /** To be read by the next one. */
  String text() {
    return ORIGINAL + "=" + originalPid + " " + PREVIOUS + "=" + previousPid;
  }

  private static Map<String, Long> values(String text) {
    Map<String, Long> values = new HashMap<>();
    // Without regular expressions, which take milliseconds of a start.
    for (String field : text.replace('\n', ' ').trim().split(" ")) {
      int equals = field.indexOf('=');
      if (equals > 0 && isNumber(field, equals + 1)) {
        values.putIfAbsent(field.substring(0, equals), Long.parseLong(field.substring(equals + 1)));
      }
    }
    return values;
  }

  private static boolean isNumber(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > from && text.length() - from <= DIGITS_MAX;
  }
}
