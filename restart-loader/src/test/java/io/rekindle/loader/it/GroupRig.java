package io.rekindle.loader.it;

import com.acme.till.Till;
import com.fasterxml.jackson.databind.JsonNode;
import io.rekindle.loader.cli.RegisteredNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tills that run as members of groups, with the real agent. Ends what it started, by process id.
 */
final class GroupRig implements AutoCloseable {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  final LoaderRig loaders;
  private final Path folder;

  GroupRig(Path folder) throws IOException {
    this.folder = folder;
    this.loaders = new LoaderRig(folder);
  }

  /** One start of a till, as it noted it. */
  record Start(String name, int number, long pid, String group, long ms) {}

  /** What runs a till. */
  List<String> command(String... more) {
    List<String> command =
        new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-cp", LoaderRig.testClasses().toString(), Till.class.getName()));
    command.add(folder.toString());
    command.addAll(List.of(more));
    return command;
  }

  /** A till under {@code name}; {@code options} are the loader's. */
  LoaderRig.Run run(String name, List<String> options, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--name", name));
    arguments.addAll(options);
    arguments.addAll(stateOptions());
    arguments.add("--");
    arguments.addAll(command(more));
    return loaders.loader(environment(), arguments.toArray(new String[0]));
  }

  /** Options of the agent; spawned tills get them from the environment. */
  static List<String> stateOptions() {
    return List.of();
  }

  static Map<String, String> environment() {
    return Map.of(
        "REKINDLE_STATE", Till.class.getName() + "#starts",
        "REKINDLE_CHECKPOINT", Till.class.getName() + "#begin");
  }

  List<Start> starts() {
    List<Start> starts = new ArrayList<>();
    Path notes = folder.resolve("notes");
    if (!Files.exists(notes)) {
      return starts;
    }
    try {
      for (String line : Files.readAllLines(notes)) {
        String[] field = line.split(" ");
        if (field.length == 5) {
          starts.add(
              new Start(
                  value(field[0]),
                  Integer.parseInt(value(field[1])),
                  Long.parseLong(value(field[2])),
                  value(field[3]),
                  Long.parseLong(value(field[4]))));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return starts;
  }

  private static String value(String field) {
    return field.substring(field.indexOf('=') + 1);
  }

  List<Start> starts(String name) {
    return starts().stream().filter(start -> start.name().equals(name)).toList();
  }

  /** Waits for the start with that number, counted by the till's own state. */
  Start await(String name, int number) {
    LoaderRig.await(() -> starts(name).stream().anyMatch(start -> start.number() == number));
    return starts(name).stream()
        .filter(start -> start.number() == number)
        .findFirst()
        .orElseThrow();
  }

  /** Has a till do something. */
  void order(String name, String order) throws IOException {
    Path draft = Files.writeString(folder.resolve(name + ".draft"), order);
    Files.move(draft, folder.resolve(name + ".order"), StandardCopyOption.ATOMIC_MOVE);
  }

  JsonNode status(String name) {
    return RegisteredNames.status(loaders.store, name);
  }

  void awaitState(String name, String state) {
    LoaderRig.await(() -> status(name).path("state").asText().equals(state));
  }

  String verb(String... arguments) throws Exception {
    LoaderRig.Run run = loaders.loader(Map.of(), arguments);
    int code = run.await();
    return code + " " + run.printed().strip() + run.errors().strip();
  }

  @Override
  public void close() throws IOException {
    new StoreProcesses(loaders.store).killAll();
    for (LoaderRig.Run run : loaders.runs) {
      LoaderRig.end(run.process());
    }
    for (Start start : starts()) {
      ProcessHandle.of(start.pid())
          .filter(handle -> handle.info().commandLine().orElse("").contains(folder.toString()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
