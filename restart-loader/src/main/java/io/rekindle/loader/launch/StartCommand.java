package io.rekindle.loader.launch;

import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.options.OptionSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is really executed: the recorded command line with the agent in it.
 *
 * @param command program and arguments
 * @param environment complete, but for the variables that change with each start
 */
public record StartCommand(List<String> command, Map<String, String> environment) {
  private static final int FEATURE_WARNS_MIN = 24;
  private static final String TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";

  /** JDK 24 and later warn of what the journal does with memory unless these allow it. */
  private static final List<String> QUIET_FLAGS =
      List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");

  /** Puts the agent in: as arguments of a Java launcher, for a script through its environment. */
  public static StartCommand of(LaunchRecord launch, Path agentJar, Path store) {
    List<String> added = agentArguments(launch, agentJar, store);
    Map<String, String> environment = new TreeMap<>(launch.environment());
    List<String> command = new ArrayList<>(launch.command());
    if (launch.isJavaCommand()) {
      if (launch.java().feature() >= FEATURE_WARNS_MIN) {
        added.addAll(QUIET_FLAGS);
      }
      command.set(0, launch.java().executable());
      command.addAll(1, added);
    } else {
      StringBuilder options = new StringBuilder(environment.getOrDefault(TOOL_OPTIONS, ""));
      for (String argument : added) {
        options.append(options.length() == 0 ? "" : " ").append(quote(argument));
      }
      environment.put(TOOL_OPTIONS, options.toString());
    }
    if (launch.isNewSession()) {
      command.add(0, NewSession.program().toString());
    }
    return new StartCommand(command, environment);
  }

  /** Options go into the agent's argument; those whose value has a comma become properties. */
  private static List<String> agentArguments(LaunchRecord launch, Path agentJar, Path store) {
    Map<String, String> options = agentOptions(launch, store);
    List<String> inline = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    arguments.add("");
    options.forEach(
        (key, value) -> {
          if (value.contains(",")) {
            arguments.add("-Drekindle." + key + "=" + value);
          } else {
            inline.add(key + "=" + value);
          }
        });
    arguments.set(0, AgentOption.of(launch) + agentJar + "=" + String.join(",", inline));
    return arguments;
  }

  private static Map<String, String> agentOptions(LaunchRecord launch, Path store) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("name", launch.name());
    options.put("store", store.toString());
    options.put("group", launch.group());
    options.putAll(new TreeMap<>(launch.options()));
    return options;
  }

  /** The argument for an agent that is loaded into a JVM that runs already. */
  public static String attachedArgument(LaunchRecord launch, Path store) {
    return agentOptions(launch, store).entrySet().stream()
        .map(option -> option.getKey() + "=" + OptionSources.escape(option.getValue()))
        .collect(Collectors.joining(","));
  }

  private static String quote(String argument) {
    return argument.matches("\\S*") ? argument : '"' + argument + '"';
  }
}
