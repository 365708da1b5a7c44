package io.rekindle.loader.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Whether the agent for debuggers is in a process that runs, however it got there: by the command
 * line, an argument file, a variable, or later. Where the system tells nothing of a process, it is
 * taken for free of it.
 */
final class LoadedDebugger {
  private static final String LIBRARY = "libjdwp.";

  private LoadedDebugger() {}

  /** Whether it is in the process, or in one that it has started: the JVM of a script. */
  static boolean isIn(long pid) {
    return isMapped(pid)
        || ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .anyMatch(process -> isMapped(process.pid()));
  }

  /** As the kernel shows it, in {@code /proc}. */
  private static boolean isMapped(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
      return lines.anyMatch(line -> line.contains(LIBRARY));
    } catch (IOException | java.io.UncheckedIOException e) {
      return false;
    }
  }
}
