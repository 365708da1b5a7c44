package io.rekindle.loader.supervise;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the {@code hs_err} file that a JVM leaves when it crashes. */
final class CrashReport {
  private static final String OPTION = "-XX:ErrorFile=";

  private CrashReport() {}

  /** Its path, empty if there is none. */
  static String find(List<String> command, Path directory, long pid) {
    String pattern = "hs_err_pid%p.log";
    for (String argument : command) {
      if (argument.startsWith(OPTION)) {
        pattern = argument.substring(OPTION.length());
      }
    }
    Path named = directory.resolve(pattern.replace("%p", String.valueOf(pid)));
    // Where the JVM goes if it can't write to the working directory.
    Path fallback = Path.of("/tmp", "hs_err_pid" + pid + ".log");
    for (Path candidate : List.of(named, fallback)) {
      if (Files.exists(candidate)) {
        return candidate.toString();
      }
    }
    return "";
  }
}
