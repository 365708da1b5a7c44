package io.rekindle.loader.supervise;

import io.rekindle.loader.store.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds a process by what it was started with: its environment tells which start it came from. */
final class StartSearch {
  /** The variable that names a start. */
  static final String VARIABLE = "REKINDLE_START_ID";

  private static final Path PROC = Path.of("/proc");

  private StartSearch() {}

  /** The first process of that start; others that have the variable descend from it. */
  static Optional<ProcessIdentity> find(String startId) {
    String wanted = VARIABLE + "=" + startId;
    List<ProcessIdentity> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (environment(process).contains(wanted)) {
          ProcessIdentity.of(Long.parseLong(process.getFileName().toString()))
              .ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      // Without /proc the owner's lock still tells of an application that has come up.
      return Optional.empty();
    }
    return found.stream()
        .min(
            Comparator.comparingLong(ProcessIdentity::startTicks)
                .thenComparingLong(ProcessIdentity::pid));
  }

  /** Empty for processes of others, and for those that have just ended. */
  private static List<String> environment(Path process) {
    try {
      byte[] bytes = Files.readAllBytes(process.resolve("environ"));
      return List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\0"));
    } catch (IOException e) {
      return List.of();
    }
  }
}
