package io.rekindle.loader.launch;

import io.rekindle.loader.LoaderException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that starts this loader again, in a process of its own. */
public final class LoaderCommand {
  private static final String MAIN_CLASS = "io.rekindle.loader.cli.Main";

  private LoaderCommand() {}

  /** This JDK, the jar or the folder that these classes come from, and {@code arguments}. */
  public static List<String> of(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It waits most of its life; a small heap and few threads do.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    Path origin = origin();
    if (origin.toString().endsWith(".jar")) {
      command.addAll(List.of("-jar", origin.toString()));
    } else {
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS));
    }
    command.addAll(arguments);
    return command;
  }

  private static Path origin() {
    try {
      return Path.of(
          LoaderCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw LoaderException.environment("can't find the loader's own jar", e);
    }
  }
}
