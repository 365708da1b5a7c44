package io.rekindle.loader.launch;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.ClassPathEntry;
import io.rekindle.loader.store.HealthSettings;
import io.rekindle.loader.store.JavaVersion;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.RestartSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks a command line against the world and makes a launch record of it. Writes nothing. */
public final class LaunchPlanner {
  /** The loader's own variables: they change with each start, so that no record holds them. */
  private static final List<String> OWN_VARIABLES =
      List.of("REKINDLE_LAUNCHER_PID", "REKINDLE_PREVIOUS_EXIT", "REKINDLE_START_ID");

  private LaunchPlanner() {}

  /**
   * What the user asked for, before it is checked.
   *
   * @param known the record of an earlier launch under this name, or null
   */
  public record Request(
      String name,
      Membership membership,
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Map<String, String> options,
      String agent,
      RestartSettings restart,
      HealthSettings health,
      LaunchRecord known) {}

  /** The record; an executable, jar or folder that is missing is an environment error. */
  public static LaunchRecord plan(Request request, long nowMs) {
    Path directory = request.directory();
    if (!Files.isDirectory(directory)) {
      throw LoaderException.environment("no such working directory: directory=" + directory);
    }
    JavaCommand command = JavaCommand.parse(request.command());
    Path executable =
        JavaFinder.executable(
            request.command().get(0),
            directory,
            request.environment().getOrDefault("PATH", "/usr/bin:/bin"));
    LaunchRecord known = request.known();
    JavaVersion java =
        command.isJava()
            ? JavaFinder.version(executable, known == null ? null : known.java())
            : null;
    if (!command.jar().isEmpty() && !Files.isReadable(directory.resolve(command.jar()))) {
      throw LoaderException.environment(
          "no such jar: path=" + directory.resolve(command.jar()).normalize());
    }
    List<ClassPathEntry> classPath =
        ClassPathHashes.of(command, directory, known == null ? List.of() : known.classPath());
    Map<String, String> environment = new TreeMap<>(request.environment());
    OWN_VARIABLES.forEach(environment::remove);
    return new LaunchRecord(
        request.name(),
        request.membership(),
        request.command(),
        environment,
        directory,
        java,
        classPath,
        request.options(),
        request.agent(),
        request.restart(),
        request.health(),
        nowMs);
  }

  /** Entries of {@code now} that are not what they were in {@code before}. */
  public static List<String> changedClassPath(LaunchRecord before, LaunchRecord now) {
    return now.classPath().stream()
        .filter(
            entry ->
                before.classPath().stream()
                    .anyMatch(
                        old ->
                            old.path().equals(entry.path())
                                && !old.sha256().equals(entry.sha256())))
        .map(ClassPathEntry::path)
        .toList();
  }
}
