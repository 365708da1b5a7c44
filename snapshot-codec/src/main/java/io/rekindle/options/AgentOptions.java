package io.rekindle.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The options of the agent, read and checked. Every value that is not given has its default; {@code
 * name} has none.
 *
 * @param name the registered name
 * @param group the restart group, empty if there is none
 * @param store the folder of the store, absolute
 * @param durability what a returned section survives
 * @param intervalMs the time between checkpoints, in milliseconds
 * @param include patterns of further classes to weave
 * @param exclude patterns of classes not to weave
 * @param state fields that are state without an annotation, {@code com.acme.Bank#accounts}
 * @param checkpoint methods that are sections without an annotation, {@code com.acme.Bank#transfer}
 * @param onUnprotected what to do when a commit can't be stored
 * @param onRestoreFailure what to do when the state can't be put back
 */
public record AgentOptions(
    String name,
    String group,
    Path store,
    Durability durability,
    long intervalMs,
    List<String> include,
    List<String> exclude,
    List<String> state,
    List<String> checkpoint,
    OnUnprotected onUnprotected,
    OnRestoreFailure onRestoreFailure) {

  /** All option names, as they are written. */
  public static final List<String> NAMES =
      List.of(
          "name",
          "group",
          "store",
          "durability",
          "interval",
          "include",
          "exclude",
          "state",
          "checkpoint",
          "on-unprotected",
          "on-restore-failure");

  /** The time between checkpoints unless the option says otherwise. */
  public static final long DEFAULT_INTERVAL_MS = 50;

  /** The longest interval: whoever wants more wants no checkpoints. */
  private static final long INTERVAL_MS_MAX = 3_600_000;

  private static final int NAME_LENGTH_MAX = 64;

  /** What a returned section survives. */
  public enum Durability {
    /** The death of the process, by any signal. */
    COMMIT,
    /** The loss of power too. */
    DISK,
    /** The death of the process, but for the last interval. */
    INTERVAL
  }

  /** What to do when a commit can't be stored. */
  public enum OnUnprotected {
    /** The application goes on; health tells. */
    CONTINUE,
    /** The section throws. */
    THROW,
    /** The JVM ends. */
    HALT
  }

  /** What to do when the state can't be put back. */
  public enum OnRestoreFailure {
    /** Exit 65; the store is untouched. */
    ABORT,
    /** The state is set aside and the application starts empty. */
    COLD_START
  }

  /**
   * Reads the options.
   *
   * @throws OptionException if one is unknown, malformed or missing
   */
  public static AgentOptions read(OptionSources sources) {
    sources.check();
    return new AgentOptions(
        name(sources),
        group(sources),
        store(sources),
        Durability.values()[choice(sources, "durability", List.of("commit", "disk", "interval"))],
        interval(sources),
        list(sources, "include"),
        list(sources, "exclude"),
        members(sources, "state", "FIELD"),
        members(sources, "checkpoint", "METHOD"),
        OnUnprotected.values()[
            choice(sources, "on-unprotected", List.of("continue", "throw", "halt"))],
        OnRestoreFailure.values()[
            choice(sources, "on-restore-failure", List.of("abort", "cold-start"))]);
  }

  /** Whether {@code text} can be a name or a group: {@code [A-Za-z0-9][A-Za-z0-9._-]{0,63}}. */
  public static boolean isName(String text) {
    if (text.isEmpty() || text.length() > NAME_LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      boolean inner = i > 0 && (c == '.' || c == '_' || c == '-');
      if (!plain && !inner) {
        return false;
      }
    }
    return true;
  }

  /** The folder of the store if no option names one: {@code REKINDLE_STORE} is an option too. */
  public static Path store(OptionSources sources) {
    String given = sources.value("store");
    String text = given;
    if (text == null) {
      String stateHome = sources.environment("XDG_STATE_HOME");
      // The specification of XDG says that a relative path is to be ignored.
      text =
          stateHome != null && stateHome.startsWith("/")
              ? stateHome + "/rekindle"
              : sources.user("user.home") + "/.local/state/rekindle";
    }
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw invalid(sources, "store", text, "a folder");
    }
  }

  /** The folder of the name, or null if the name is missing or no name: for reports of failures. */
  public static Path folder(OptionSources sources) {
    String name = sources.value("name");
    return name == null || !isName(name) ? null : store(sources).resolve(name);
  }

  /** What to say of {@code key}, or null if there is such an option. */
  static OptionException unknown(String key, String where) {
    if (NAMES.contains(key)) {
      return null;
    }
    String nearest = NearestName.find(key, NAMES);
    String meant = nearest == null ? "" : " Did you mean " + nearest + "?";
    return new OptionException(
        "unknown option: "
            + key
            + " ("
            + where
            + ")."
            + meant
            + " Options: "
            + String.join(" ", NAMES));
  }

  private static String name(OptionSources sources) {
    String name = sources.value("name");
    if (name == null) {
      throw new OptionException(
          "no name: an application is restarted under its name."
              + " Write -javaagent:rekindle-agent.jar=name=NAME");
    }
    if (!isName(name)) {
      throw invalid(sources, "name", name, nameRule());
    }
    return name;
  }

  private static String group(OptionSources sources) {
    String group = sources.value("group");
    if (group == null) {
      return "";
    }
    if (!isName(group)) {
      throw invalid(sources, "group", group, nameRule());
    }
    return group;
  }

  private static String nameRule() {
    return "up to 64 letters, digits, dots, underscores and hyphens, a letter or digit first";
  }

  private static int choice(OptionSources sources, String key, List<String> values) {
    String value = sources.value(key);
    if (value == null) {
      return 0;
    }
    int index = values.indexOf(value);
    if (index < 0) {
      String nearest = NearestName.find(value, values);
      String meant = nearest == null ? "" : ". Did you mean " + key + "=" + nearest + "?";
      throw invalid(sources, key, value, String.join(" | ", values) + meant);
    }
    return index;
  }

  private static long interval(OptionSources sources) {
    String value = sources.value("interval");
    if (value == null) {
      return DEFAULT_INTERVAL_MS;
    }
    int digits = 0;
    long number = 0;
    while (digits < value.length()
        && digits < 9
        && Character.digit(value.charAt(digits), 10) >= 0) {
      number = number * 10 + Character.digit(value.charAt(digits), 10);
      digits++;
    }
    String unit = value.substring(digits);
    long factor = unit.equals("ms") ? 1 : unit.equals("s") ? 1000 : unit.equals("m") ? 60_000 : 0;
    long ms = number * factor;
    if (digits == 0 || ms <= 0 || ms > INTERVAL_MS_MAX) {
      throw invalid(sources, "interval", value, "a time of 1ms to 60m, such as 50ms, 1s or 2m");
    }
    return ms;
  }

  private static List<String> members(OptionSources sources, String key, String kind) {
    List<String> members = list(sources, key);
    for (int i = 0; i < members.size(); i++) {
      String member = members.get(i);
      int hash = member.indexOf('#');
      if (hash <= 0 || hash != member.lastIndexOf('#') || hash == member.length() - 1) {
        throw invalid(sources, key, member, "package.Class#" + kind + ", several separated by ;");
      }
    }
    return members;
  }

  private static List<String> list(OptionSources sources, String key) {
    String value = sources.value(key);
    if (value == null) {
      return List.of();
    }
    List<String> items = new ArrayList<>();
    int from = 0;
    while (from <= value.length()) {
      int to = value.indexOf(';', from);
      if (to < 0) {
        to = value.length();
      }
      String item = value.substring(from, to).trim();
      if (!item.isEmpty()) {
        items.add(item);
      }
      from = to + 1;
    }
    return Collections.unmodifiableList(items);
  }

  private static OptionException invalid(
      OptionSources sources, String key, String value, String expected) {
    return new OptionException(
        "invalid option: "
            + key
            + "="
            + value
            + " ("
            + sources.where(key)
            + "), expected="
            + expected);
  }
}
