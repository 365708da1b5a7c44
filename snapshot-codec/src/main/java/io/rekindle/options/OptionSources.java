package io.rekindle.options;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The four places where an option may be given; the earlier one wins: the agent argument {@code
 * key=value,key=value}, system properties {@code rekindle.KEY}, environment variables {@code
 * REKINDLE_KEY}, and the file {@code rekindle.properties} in the working directory. A jar on the
 * class path can't hold that file: two jars could, and the agent starts before there is one.
 *
 * <p>In an agent argument a comma that belongs to a value is written {@code \,} and a backslash
 * before a comma {@code \\}. An empty value counts as not given, except in an agent argument, where
 * it is an error.
 */
public final class OptionSources {

  /** The file in the working directory. */
  public static final String FILE_NAME = "rekindle.properties";

  private static final String PROPERTY_PREFIX = "rekindle.";
  private static final String ENVIRONMENT_PREFIX = "REKINDLE_";

  private final Map<String, String> argument = new LinkedHashMap<>();
  private final Properties system;
  private final Map<String, String> environment;
  private final Map<String, String> file = new LinkedHashMap<>();

  /** The first thing that was wrong; kept, so that what is sound can still be asked for. */
  private OptionException problem;

  private OptionSources(Properties system, Map<String, String> environment) {
    this.system = system;
    this.environment = environment;
  }

  /** The sources of this process. */
  public static OptionSources ofProcess(String agentArgument) {
    return of(agentArgument, System.getProperties(), System.getenv(), new File(FILE_NAME));
  }

  /**
   * The given sources.
   *
   * @param agentArgument what follows {@code -javaagent:...=}, or null
   */
  public static OptionSources of(
      String agentArgument, Properties system, Map<String, String> environment, File file) {
    OptionSources sources = new OptionSources(system, environment);
    if (agentArgument != null) {
      sources.parse(agentArgument);
    }
    if (file.isFile()) {
      sources.read(file);
    }
    return sources;
  }

  /** Throws what was wrong with the argument or the file. */
  void check() {
    if (problem != null) {
      throw problem;
    }
  }

  private void report(OptionException found) {
    if (problem == null) {
      problem = found;
    }
  }

  /** The value of {@code key}, or null; {@link #where(String)} tells from where. */
  String value(String key) {
    String value = argument.get(key);
    if (value == null) {
      value = given(system.getProperty(PROPERTY_PREFIX + key));
    }
    if (value == null) {
      value = given(environment.get(variable(key)));
    }
    return value == null ? given(file.get(key)) : value;
  }

  /** How the user wrote {@code key}, for messages. */
  String where(String key) {
    if (argument.containsKey(key)) {
      return "agent argument";
    }
    if (given(system.getProperty(PROPERTY_PREFIX + key)) != null) {
      return "-D" + PROPERTY_PREFIX + key;
    }
    return given(environment.get(variable(key))) != null ? variable(key) : FILE_NAME;
  }

  String user(String property) {
    return system.getProperty(property);
  }

  String environment(String variable) {
    return given(environment.get(variable));
  }

  /** The environment variable of an option: {@code REKINDLE_ON_UNPROTECTED}. */
  public static String variable(String key) {
    StringBuilder name = new StringBuilder(ENVIRONMENT_PREFIX);
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      name.append(c == '-' ? '_' : Character.toUpperCase(c));
    }
    return name.toString();
  }

  /** Writes {@code value} so that an agent argument can hold it. */
  public static String escape(String value) {
    StringBuilder escaped = new StringBuilder(value.length() + 4);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',' || c == '\\') {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  private static String given(String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  private void parse(String agentArgument) {
    List<String> parts = split(agentArgument);
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.isEmpty()) {
        continue;
      }
      int equals = part.indexOf('=');
      String key = equals < 0 ? part : part.substring(0, equals);
      OptionException unknown = AgentOptions.unknown(key, "agent argument");
      if (unknown != null) {
        report(unknown);
      } else if (equals < 0 || equals == part.length() - 1) {
        report(
            new OptionException(
                "option without a value: " + key + " (agent argument). Write " + key + "=VALUE"));
      } else if (argument.put(key, part.substring(equals + 1)) != null) {
        report(new OptionException("option given twice: " + key + " (agent argument)"));
      }
    }
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      if (c == '\\' && (next == ',' || next == '\\')) {
        part.append(next);
        i++;
      } else if (c == ',') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private void read(File properties) {
    Properties read = new Properties();
    try (InputStream in = new FileInputStream(properties)) {
      read.load(in);
    } catch (IOException | IllegalArgumentException e) {
      report(new OptionException("unreadable: file=" + properties.getAbsolutePath() + ", " + e));
    }
    for (Map.Entry<Object, Object> entry : read.entrySet()) {
      String key = entry.getKey().toString();
      if (key.startsWith(PROPERTY_PREFIX)) {
        key = key.substring(PROPERTY_PREFIX.length());
      }
      OptionException unknown = AgentOptions.unknown(key, FILE_NAME);
      if (unknown != null) {
        report(unknown);
      } else {
        file.put(key, entry.getValue().toString().trim());
      }
    }
  }
}
