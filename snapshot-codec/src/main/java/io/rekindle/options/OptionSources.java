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

  private final Map<String, String> argument;
  private final Properties system;
  private final Map<String, String> environment;
  private final Map<String, String> file;

  private OptionSources(
      Map<String, String> argument,
      Properties system,
      Map<String, String> environment,
      Map<String, String> file) {
    this.argument = argument;
    this.system = system;
    this.environment = environment;
    this.file = file;
  }

  /** The sources of this process. */
  public static OptionSources ofProcess(String agentArgument) {
    return of(agentArgument, System.getProperties(), System.getenv(), new File(FILE_NAME));
  }

  /**
   * The given sources.
   *
   * @param agentArgument what follows {@code -javaagent:...=}, or null
   * @throws OptionException if the argument or the file is malformed or holds an unknown key
   */
  public static OptionSources of(
      String agentArgument, Properties system, Map<String, String> environment, File file) {
    return new OptionSources(parse(agentArgument), system, environment, read(file));
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

  private static Map<String, String> parse(String agentArgument) {
    Map<String, String> values = new LinkedHashMap<>();
    if (agentArgument == null) {
      return values;
    }
    List<String> parts = split(agentArgument);
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.isEmpty()) {
        continue;
      }
      int equals = part.indexOf('=');
      String key = equals < 0 ? part : part.substring(0, equals);
      AgentOptions.checkKey(key, "agent argument");
      if (equals < 0 || equals == part.length() - 1) {
        throw new OptionException(
            "option without a value: " + key + " (agent argument). Write " + key + "=VALUE");
      }
      if (values.put(key, part.substring(equals + 1)) != null) {
        throw new OptionException("option given twice: " + key + " (agent argument)");
      }
    }
    return values;
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

  private static Map<String, String> read(File file) {
    if (!file.isFile()) {
      return Map.of();
    }
    Properties properties = new Properties();
    try (InputStream in = new FileInputStream(file)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new OptionException("unreadable: file=" + file.getAbsolutePath() + ", " + e);
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<Object, Object> entry : properties.entrySet()) {
      String key = entry.getKey().toString();
      if (key.startsWith(PROPERTY_PREFIX)) {
        key = key.substring(PROPERTY_PREFIX.length());
      }
      AgentOptions.checkKey(key, FILE_NAME);
      values.put(key, entry.getValue().toString().trim());
    }
    return values;
  }
}
