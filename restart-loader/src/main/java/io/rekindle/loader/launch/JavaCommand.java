package io.rekindle.loader.launch;

import io.rekindle.loader.LoaderException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A command line, understood as far as the loader needs it. Argument files ({@code @file}) are
 * passed on unread.
 *
 * @param isJava whether its program is a Java launcher; if not, the rest is unknown
 * @param classPath as written, empty if not given
 * @param jar what {@code -jar} names, empty if it is not used
 */
record JavaCommand(boolean isJava, String classPath, String jar) {
  private static final Set<String> CLASS_PATH_OPTIONS = Set.of("-cp", "-classpath", "--class-path");

  /** Launcher options whose value is the next argument. */
  private static final Set<String> OPTIONS_WITH_VALUE =
      Set.of(
          "-p",
          "--module-path",
          "--upgrade-module-path",
          "--add-modules",
          "--enable-native-access",
          "--limit-modules",
          "--add-exports",
          "--add-opens",
          "--add-reads",
          "--patch-module",
          "--describe-module",
          "-d",
          "--source");

  private static final Set<String> MODULE_OPTIONS = Set.of("-m", "--module");

  static JavaCommand parse(List<String> command) {
    if (command.isEmpty()) {
      throw LoaderException.usage("no command: expected -- java ...");
    }
    String program = Path.of(command.get(0)).getFileName().toString();
    if (!program.equals("java")) {
      return new JavaCommand(false, "", "");
    }
    String classPath = "";
    for (int i = 1; i < command.size(); i++) {
      String argument = command.get(i);
      refuseOwnAgent(argument);
      if (argument.equals("-jar")) {
        return new JavaCommand(true, classPath, valueOf(command, i));
      } else if (CLASS_PATH_OPTIONS.contains(argument)) {
        classPath = valueOf(command, i++);
      } else if (argument.startsWith("--class-path=")) {
        classPath = argument.substring("--class-path=".length());
      } else if (OPTIONS_WITH_VALUE.contains(argument)) {
        i++;
      } else if (MODULE_OPTIONS.contains(argument) || !isOption(argument)) {
        break;
      }
    }
    return new JavaCommand(true, classPath, "");
  }

  /** Whether the next argument belongs to this launcher option. */
  static boolean isFollowedByValue(String option) {
    return CLASS_PATH_OPTIONS.contains(option) || OPTIONS_WITH_VALUE.contains(option);
  }

  /** Whether the next argument belongs to this launcher option, and is no path that we know. */
  static boolean hasSeparateValue(String option) {
    return OPTIONS_WITH_VALUE.contains(option);
  }

  private static boolean isOption(String argument) {
    return argument.startsWith("-") || argument.startsWith("@");
  }

  private static String valueOf(List<String> command, int index) {
    if (index + 1 >= command.size()) {
      throw LoaderException.usage("option without a value: option=" + command.get(index));
    }
    return command.get(index + 1);
  }

  private static void refuseOwnAgent(String argument) {
    if (AgentOption.isAgent(argument) && argument.contains("rekindle-agent")) {
      throw LoaderException.usage(
          "the command line names the agent itself: argument="
              + argument
              + ". The loader adds it; to choose another agent jar, use --agent");
    }
  }
}
