package io.rekindle.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Options of the form {@code --key value}, shared by the driver and the JVMs that it starts.
 * Immutable.
 */
final class Options {

  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads pairs of {@code --key value} from {@code args}.
   *
   * @param first the index of the first pair
   * @throws IllegalArgumentException if a key has no dashes or no value
   */
  static Options parse(String[] args, int first) {
    Map<String, String> values = new TreeMap<>();
    for (int i = first; i < args.length; i += 2) {
      if (!args[i].startsWith("--")) {
        throw new IllegalArgumentException("not an option: argument=" + args[i]);
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("option without a value: option=" + args[i]);
      }
      values.put(args[i].substring(2), args[i + 1]);
    }
    return new Options(values);
  }

  /** Throws if there is a key that is not in {@code known}. */
  Options requireKnown(List<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException("unknown option: option=--" + key + ", known=" + known);
      }
    }
    return this;
  }

  /** These options with one more or a changed one. */
  Options with(String key, Object value) {
    Map<String, String> changed = new TreeMap<>(values);
    changed.put(key, value.toString());
    return new Options(changed);
  }

  String text(String key, String fallback) {
    return values.getOrDefault(key, fallback);
  }

  /** A whole number; underscores may group its digits. */
  long number(String key, long fallback) {
    String value = values.get(key);
    return value == null ? fallback : Long.parseLong(value.replace("_", ""));
  }

  /** A number that may have a fraction. */
  double fraction(String key, double fallback) {
    String value = values.get(key);
    return value == null ? fallback : Double.parseDouble(value);
  }

  /** A list separated by commas. */
  List<String> list(String key, List<String> fallback) {
    String value = values.get(key);
    return value == null ? fallback : List.of(value.split(","));
  }

  /** Words separated by blanks. */
  List<String> words(String key, String fallback) {
    String value = values.getOrDefault(key, fallback).trim();
    return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
  }

  /** All of them by key. */
  Map<String, String> toMap() {
    return Collections.unmodifiableMap(values);
  }

  /** The arguments that {@link #parse} would read these options from. */
  List<String> toArguments() {
    List<String> arguments = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          arguments.add("--" + key);
          arguments.add(value);
        });
    return arguments;
  }
}
