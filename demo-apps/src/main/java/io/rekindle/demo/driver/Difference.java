package io.rekindle.demo.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A field in which two reports differ. Immutable.
 *
 * @param field its key
 * @param expected its value in the undisturbed run, null if it has no such field
 * @param found its value in the other one, null if it has no such field
 */
public record Difference(String field, String expected, String found) {

  /**
   * Reads a report.
   *
   * @throws IOException if it can't be read or is not made of {@code key=value} lines
   */
  public static SortedMap<String, String> readReport(Path file) throws IOException {
    SortedMap<String, String> fields = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      int equals = line.indexOf('=');
      if (equals < 0 || fields.put(line.substring(0, equals), line.substring(equals + 1)) != null) {
        throw new IOException("not a field of a report: file=" + file + ", line=" + line);
      }
    }
    return fields;
  }

  /** Returns all fields that differ, by key. */
  public static List<Difference> between(Map<String, String> expected, Map<String, String> found) {
    TreeSet<String> all = new TreeSet<>(expected.keySet());
    all.addAll(found.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String field : all) {
      String left = expected.get(field);
      String right = found.get(field);
      if (left == null || !left.equals(right)) {
        differences.add(new Difference(field, left, right));
      }
    }
    return differences;
  }

  @Override
  public String toString() {
    return field + ": expected " + shown(expected) + ", found " + shown(found);
  }

  private static String shown(String value) {
    return value == null ? "nothing" : value;
  }
}
