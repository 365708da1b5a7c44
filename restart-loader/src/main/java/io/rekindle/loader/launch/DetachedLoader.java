package io.rekindle.loader.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts a loader that goes on by itself: in a session of its own, so that the end of this process
 * and of its terminal is not its end, and with its output in a file.
 */
public final class DetachedLoader {
  private DetachedLoader() {}

  /**
   * Starts it in this process's directory and environment.
   *
   * @param arguments of the loader, the verb first
   * @param output what it and its application print is appended to this file
   */
  public static Process start(List<String> arguments, Path output) throws IOException {
    return builder(arguments, output).start();
  }

  /** Starts it in {@code directory}, with exactly this environment. */
  public static Process start(
      List<String> arguments, Path output, Path directory, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = builder(arguments, output).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static ProcessBuilder builder(List<String> arguments, Path output) {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(LoaderCommand.of(arguments));
    return new ProcessBuilder(command)
        .redirectInput(new File("/dev/null"))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()));
  }
}
