package io.rekindle.demo.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parsed arguments of a demo program: {@code --option value}, {@code --flag} and plain words.
 * Immutable. Free of regular expressions and lambdas, since it runs on the way to the first record.
 */
public final class Arguments {

  private final List<String> words = new ArrayList<>();
  private final Map<String, List<String>> options = new HashMap<>();

  private Arguments() {}

  /**
   * Parses a command line.
   *
   * @param args the command line
   * @param valued the options that take a value, with their dashes
   * @param flags the options that take none, with their dashes
   * @throws UsageException if an option is unknown or lacks its value
   */
  public static Arguments parse(String[] args, Set<String> valued, Set<String> flags) {
    Arguments parsed = new Arguments();
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (valued.contains(arg)) {
        if (i + 1 == args.length) {
          throw new UsageException("option needs a value: option=" + arg);
        }
        parsed.add(arg, args[++i]);
      } else if (flags.contains(arg)) {
        parsed.add(arg, "true");
      } else if (arg.startsWith("--")) {
        throw new UsageException("unknown option: option=" + arg);
      } else {
        parsed.words.add(arg);
      }
    }
    return parsed;
  }

  private void add(String option, String value) {
    List<String> values = options.get(option);
    if (values == null) {
      values = new ArrayList<>();
      options.put(option, values);
    }
    values.add(value);
  }

  /** The arguments that are neither options nor their values, in order. */
  public List<String> words() {
    return List.copyOf(words);
  }

  /** Whether the option was given. */
  public boolean has(String option) {
    return options.containsKey(option);
  }

  /** All values of an option, in order; empty if it was not given. */
  public List<String> all(String option) {
    List<String> values = options.get(option);
    return values == null ? List.of() : List.copyOf(values);
  }

  /** The last value of an option, or {@code absent} if it was not given. */
  public String text(String option, String absent) {
    List<String> values = options.get(option);
    return values == null ? absent : values.get(values.size() - 1);
  }

  /** The last value of an option as a path, or null if it was not given. */
  public Path path(String option) {
    String value = text(option, null);
    return value == null ? null : Path.of(value);
  }

  /**
   * The last value of an option as a whole number, or {@code absent} if it was not given.
   *
   * @throws UsageException if it is not a number or lies outside {@code min} to {@code max}
   */
  public long number(String option, long absent, long min, long max) {
    String value = text(option, null);
    if (value == null) {
      return absent;
    }
    long number;
    try {
      number = Long.parseLong(value);
    } catch (NumberFormatException notANumber) {
      throw new UsageException("not a whole number: option=" + option + ", value=" + value);
    }
    if (number < min || number > max) {
      throw new UsageException(
          "out of range: option=" + option + ", value=" + value + ", min=" + min + ", max=" + max);
    }
    return number;
  }
}
