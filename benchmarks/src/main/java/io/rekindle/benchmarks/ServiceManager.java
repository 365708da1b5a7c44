package io.rekindle.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs that start an application again when it dies, as they are installed on this machine and
 * set to do so as fast as they can. Each runs in the foreground with files of its own.
 */
enum ServiceManager {
  /** A Python daemon that waits for its children. */
  SUPERVISORD("supervisord") {
    @Override
    List<String> command(String program, Path directory, Path script) throws IOException {
      Path file = directory.resolve("supervisord.conf");
      Files.writeString(
          file,
          """
          [supervisord]
          nodaemon=true
          logfile=%1$s/supervisord.log
          pidfile=%1$s/supervisord.pid

          [program:bench]
          command=%2$s
          autorestart=true
          startsecs=0
          """
              .formatted(directory, script));
      return List.of(program, "--nodaemon", "--configuration", file.toString());
    }
  },
  /** One small process that waits for its child. */
  RUNIT("runsv") {
    @Override
    List<String> command(String program, Path directory, Path script) {
      return List.of(program, script.getParent().toString());
    }
  },
  /** One small process that waits for its child. */
  S6("s6-supervise") {
    @Override
    List<String> command(String program, Path directory, Path script) {
      return List.of(program, script.getParent().toString());
    }
  },
  /** A daemon that looks every second, the least it can, whether a pid is alive. */
  MONIT("monit") {
    @Override
    List<String> command(String program, Path directory, Path script) throws IOException {
      Path pidFile = directory.resolve("bench.pid");
      Path start =
          executable(
              directory.resolve("start"),
              "#!/bin/sh\nsetsid %s &\necho $! > %s\n".formatted(script, pidFile));
      Path file = directory.resolve("monitrc");
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          file,
          """
          set daemon 1
          set pidfile %1$s/monit.pid
          set idfile %1$s/monit.id
          set statefile %1$s/monit.state
          check process bench with pidfile %2$s
            start program = "%3$s"
          """
              .formatted(directory, pidFile, start));
      return List.of(program, "-I", "-c", file.toString());
    }
  };

  private final String program;

  ServiceManager(String program) {
    this.program = program;
  }

  /** The command line of the manager itself; {@code script} runs the application in its place. */
  abstract List<String> command(String program, Path directory, Path script) throws IOException;

  /**
   * Writes what it needs into {@code directory}, and returns how it is started.
   *
   * @throws MeasurementException if it is not on this machine
   */
  List<String> prepare(Path directory, List<String> application) throws IOException {
    Path service = Files.createDirectories(directory.resolve("service"));
    String line = application.stream().map(ServiceManager::quoted).collect(Collectors.joining(" "));
    Path script = executable(service.resolve("run"), "#!/bin/sh\nexec " + line + "\n");
    return command(find(), directory, script);
  }

  /** Where it is; {@code PATH} is looked through, and where daemons are. */
  private String find() {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    return Stream.of(path.split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(() -> new MeasurementException("not present: " + program));
  }

  private static Path executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  private static String quoted(String argument) {
    return "'" + argument.replace("'", "'\\''") + "'";
  }
}
