package io.rekindle.loader.launch;

import io.rekindle.loader.store.LaunchRecord;
import java.util.List;
import java.util.Map;

/**
 * How the JVM is told of the agent. {@code -javaagent:JAR} adds the module {@code java.instrument}
 * to those that are resolved, and for that the JVM gives up its archived module graph: 25 ms at
 * each start. {@code -agentlib:instrument=JAR} loads the same agent and adds no module, as the
 * module is there anyway unless the command line chooses among modules itself.
 */
final class AgentOption {

  private static final String ADDS_MODULE = "-javaagent:";
  private static final String ADDS_NONE = "-agentlib:instrument=";

  private static final List<String> CHOOSING =
      List.of("-m", "-p", "--module", "--limit-modules", "--module-path", "--upgrade-module-path");

  /** The JVM and its launcher read options from these too. */
  private static final List<String> VARIABLES =
      List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

  private AgentOption() {}

  /** The option up to the path of the jar. */
  static String of(LaunchRecord launch) {
    return launch.isJavaCommand()
            && !choosesModules(launch.command())
            && !choosesModules(launch.environment())
        ? ADDS_NONE
        : ADDS_MODULE;
  }

  /** Whether {@code argument} names an agent in a jar, either way. */
  static boolean isAgent(String argument) {
    return argument.startsWith(ADDS_MODULE) || argument.startsWith(ADDS_NONE);
  }

  private static boolean choosesModules(Map<String, String> environment) {
    return VARIABLES.stream()
        .map(variable -> environment.getOrDefault(variable, ""))
        .anyMatch(value -> value.contains("module") || value.contains("@"));
  }

  /** Of what is in an argument file nothing is known, and a source file is run by a module. */
  private static boolean choosesModules(List<String> command) {
    for (int i = 1; i < command.size(); i++) {
      String argument = command.get(i);
      if (argument.equals("-jar")) {
        return false;
      }
      if (argument.startsWith("@") || CHOOSING.contains(name(argument))) {
        return true;
      }
      if (!argument.startsWith("-")) {
        return argument.endsWith(".java");
      }
      if (JavaCommand.isFollowedByValue(argument)) {
        i++;
      }
    }
    return false;
  }

  private static String name(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }
}
