package io.rekindle.loader.launch;

import io.rekindle.loader.LoaderException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a process begins a session of its own: by {@code setsid}, which becomes the program and so
 * has its process id. Java can't do that itself.
 */
public final class NewSession {
  private static final List<Path> USUAL = List.of(Path.of("/usr/bin"), Path.of("/bin"));

  private NewSession() {}

  /**
   * The program to put before a command line.
   *
   * @throws LoaderException if there is none
   */
  public static Path program() {
    String search = System.getenv().getOrDefault("PATH", "");
    return find(Stream.concat(USUAL.stream(), Stream.of(search.split(":")).map(Path::of)));
  }

  /** In the first of these folders that has it; relative ones do not count. */
  static Path find(Stream<Path> folders) {
    return folders
        .filter(Path::isAbsolute)
        .map(folder -> folder.resolve("setsid"))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .orElseThrow(
            () ->
                LoaderException.environment(
                    "no setsid found, which --new-session needs: expected=/usr/bin/setsid, or in"
                        + " PATH. It is part of util-linux. To start in the session of the loader,"
                        + " use --no-new-session"));
  }
}
