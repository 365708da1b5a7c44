package io.rekindle.loader.health;

import io.rekindle.loader.store.LaunchRecord;
import java.util.List;

/**
 * Whether a JVM is started for a debugger: one that stands at a breakpoint gives no sign of life,
 * and must not be ended for that. Argument files are not looked into.
 */
final class DebuggerOption {
  private static final List<String> OPTIONS = List.of("-agentlib:jdwp", "-Xrunjdwp");
  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private DebuggerOption() {}

  static boolean isIn(LaunchRecord launch) {
    boolean isArgument =
        launch.isJavaCommand() && launch.command().stream().anyMatch(DebuggerOption::isOption);
    return isArgument
        || VARIABLES.stream()
            .map(variable -> launch.environment().getOrDefault(variable, ""))
            .anyMatch(value -> OPTIONS.stream().anyMatch(value::contains));
  }

  private static boolean isOption(String argument) {
    return OPTIONS.stream().anyMatch(argument::startsWith);
  }
}
