package io.rekindle.demo.harness;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of a {@link ProgressLog} as its reader sees it. Immutable.
 *
 * @param event the first word
 * @param fields the {@code name=value} pairs after it
 */
public record ProgressLine(String event, Map<String, String> fields) {

  /** Stands for a number that the line does not have. */
  public static final long ABSENT = -1;

  /** Copies the fields. */
  public ProgressLine {
    fields = Map.copyOf(fields);
  }

  /** Parses a line; words without {@code =} after the first are ignored. */
  public static ProgressLine parse(String line) {
    String[] words = line.trim().split(" +");
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals > 0) {
        fields.put(words[i].substring(0, equals), words[i].substring(equals + 1));
      }
    }
    return new ProgressLine(words[0], fields);
  }

  /** The value of a field as a number, {@link #ABSENT} if there is no such field. */
  public long number(String field) {
    String value = fields.get(field);
    return value == null ? ABSENT : Long.parseLong(value);
  }

  /** The value of a field as a truth value, false if there is no such field. */
  public boolean flag(String field) {
    return Boolean.parseBoolean(fields.get(field));
  }
}
