package io.rekindle.loader.launch;

import io.rekindle.codec.relocate.Relocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Relocates the paths in a command line that are the JVM's, not the application's. Immutable. */
final class RelocatedCommand {
  /** Their value is the next argument, a path or several with colons in between. */
  private static final Set<String> PATH_OPTIONS =
      Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path", "-jar");

  /** Their value follows in the same argument. */
  private static final List<String> PATH_PREFIXES =
      List.of("--class-path=", "--module-path=", "-javaagent:", "-agentpath:");

  private final Relocation relocation;
  private final Path before;
  private final Path now;

  /** For a command line that was used in this working directory, which is relocated too. */
  RelocatedCommand(Relocation relocation, Path directory) {
    this.relocation = relocation;
    this.before = directory;
    this.now = Path.of(relocation.apply(directory.toString()));
  }

  List<String> of(List<String> command, boolean isJava) {
    List<String> relocated = new ArrayList<>(command);
    if (command.get(0).contains("/")) {
      relocated.set(0, path(command.get(0)));
    }
    for (int i = 1; isJava && i < command.size(); i++) {
      String argument = command.get(i);
      if (PATH_OPTIONS.contains(argument) && i + 1 < command.size()) {
        i++;
        relocated.set(i, paths(command.get(i)));
        if (argument.equals("-jar")) {
          break;
        }
      } else if (JavaCommand.hasSeparateValue(argument)) {
        i++;
      } else if (!argument.startsWith("-") && !argument.startsWith("@")) {
        break;
      } else {
        relocated.set(i, option(argument));
      }
    }
    return relocated;
  }

  private String option(String argument) {
    for (String prefix : PATH_PREFIXES) {
      if (argument.startsWith(prefix)) {
        String value = argument.substring(prefix.length());
        if (!prefix.endsWith(":")) {
          return prefix + paths(value);
        }
        int options = value.indexOf('=');
        String file = options < 0 ? value : value.substring(0, options);
        return prefix + path(file) + value.substring(file.length());
      }
    }
    return argument;
  }

  private String paths(String paths) {
    return Arrays.stream(paths.split(":", -1)).map(this::path).collect(Collectors.joining(":"));
  }

  /** A relative path stays one if it leads there from the new working directory as well. */
  private String path(String text) {
    if (text.isEmpty()) {
      return text;
    }
    String wanted = relocation.apply(before.resolve(text).normalize().toString());
    return now.resolve(text).normalize().toString().equals(wanted) ? text : wanted;
  }
}
