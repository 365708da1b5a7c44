package io.rekindle.demo.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory of one run, and the names of what is in it. Immutable.
 *
 * @param directory an existing directory
 */
public record Workspace(Path directory) {

  private static final int DELETE_ATTEMPTS = 10;

  /** Makes a temporary one. */
  public static Workspace temporary() throws IOException {
    return in(Files.createTempDirectory("rekindle-demo-"));
  }

  private static Workspace in(Path directory) throws IOException {
    Workspace workspace = new Workspace(directory);
    for (Path file :
        List.of(
            workspace.progress(), workspace.output(), workspace.errors(), workspace.emptyInput())) {
      Files.createFile(file);
    }
    return workspace;
  }

  /** Makes another one inside this one. */
  public Workspace inner(String name) throws IOException {
    return in(Files.createDirectory(directory.resolve(name)));
  }

  /** Where a supervisor may keep its store. */
  public Path store() {
    return directory.resolve("store");
  }

  /** The application's progress lines. */
  public Path progress() {
    return directory.resolve("progress");
  }

  /** The application's count of acknowledged steps. */
  public Path confirmed() {
    return directory.resolve("confirmed");
  }

  /** The application's final report. */
  public Path report() {
    return directory.resolve("report");
  }

  /** The standard output of the application. */
  public Path output() {
    return directory.resolve("output");
  }

  /** The standard error of the application and its supervisor. */
  public Path errors() {
    return directory.resolve("errors");
  }

  /** A file without contents, as standard input. */
  public Path emptyInput() {
    return directory.resolve("input");
  }

  /** Deletes it all, also while a supervisor that is just ending still writes to its store. */
  public void delete() throws IOException {
    for (int attempt = 1; Files.exists(directory); attempt++) {
      try {
        deleteOnce();
      } catch (DirectoryNotEmptyException | NoSuchFileException changed) {
        if (attempt == DELETE_ATTEMPTS) {
          throw changed;
        }
      } catch (UncheckedIOException changed) {
        if (attempt == DELETE_ATTEMPTS) {
          throw changed.getCause();
        }
      }
    }
  }

  private void deleteOnce() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> found = Files.walk(directory)) {
      deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
