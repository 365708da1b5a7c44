package io.rekindle.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The bench that one run of one contender is set up on: an empty directory on disk, and the command
 * lines of its JVMs. Used by the driver's thread only.
 */
final class Lab {

  private static final String NAME = "bench";
  private static final long STOP_MS_MAX = 10_000;

  private final ContenderKind kind;
  private final Options options;
  private final Path directory;
  private final Jdk jdk;

  /** A lab in {@code directory}, which is emptied. */
  Lab(ContenderKind kind, Options options, Path directory) throws IOException {
    this.kind = kind;
    this.options = options;
    this.directory = directory;
    this.jdk = Jdk.of(options);
    DiskUse.delete(directory);
    Files.createDirectories(store());
  }

  ContenderKind kind() {
    return kind;
  }

  Options options() {
    return options;
  }

  /** What the contender stores; nothing else is in there. */
  Path store() {
    return directory.resolve("store");
  }

  /** What the children append their results to. */
  Path results() {
    return directory.resolve("results.txt");
  }

  long limitMs() {
    return options.number("limit-seconds", Defaults.LIMIT_SECONDS) * 1_000;
  }

  /** Starts the contender's JVM for {@code phase}, under the restart loader if it is that. */
  ChildJvm startContestant(Phase phase) throws IOException {
    List<String> command = new ArrayList<>();
    if (kind == ContenderKind.REKINDLE_LOADER) {
      command.addAll(loader("run"));
    }
    command.addAll(java(kind));
    return start(command, phase);
  }

  /** Starts a JVM that brings back what is in the store; for Rekindle with the agent alone. */
  ChildJvm startRestore() throws IOException {
    boolean isLoader = kind == ContenderKind.REKINDLE_LOADER;
    return start(java(isLoader ? ContenderKind.REKINDLE : kind), Phase.RESTORE);
  }

  private ChildJvm start(List<String> command, Phase phase) throws IOException {
    command.add(Contestant.class.getName());
    command.add(kind.optionName());
    command.add(phase.optionName());
    command.addAll(options.with("store", store()).with("result", results()).toArguments());
    return ChildJvm.start(command, log());
  }

  /** Starts the application that is killed over and over, restarted by whatever the kind says. */
  ChildJvm startApplication() throws IOException {
    List<String> command = new ArrayList<>();
    if (kind == ContenderKind.REKINDLE_LOADER) {
      command.addAll(loader("run"));
    } else if (kind == ContenderKind.SHELL_LOOP) {
      command.addAll(List.of("sh", "-c", "while :; do \"$@\"; done", "sh"));
    }
    command.addAll(application());
    if (kind.manager().isPresent()) {
      return ChildJvm.start(kind.manager().get().prepare(directory, command), log());
    }
    return ChildJvm.start(command, log());
  }

  private List<String> application() throws IOException {
    List<String> command = java(kind, ApplicationJar.classPath(directory));
    command.add(RestartedApplication.class.getName());
    command.addAll(List.of("--accounts", String.valueOf(options.number("accounts", 0))));
    command.addAll(List.of("--result", results().toString()));
    command.addAll(List.of("--acknowledged", directory.resolve("acknowledged").toString()));
    return command;
  }

  /**
   * Starts the application whose throughput is measured.
   *
   * @param withAgent whether its JVM has the agent
   * @param isCaptured whether its state is in a {@code @State} field
   * @param isServed whether its steps are requests
   */
  ChildJvm startShop(boolean withAgent, boolean isCaptured, boolean isServed) throws IOException {
    DiskUse.delete(store());
    Files.createDirectories(store());
    List<String> command = java(withAgent ? kind : ContenderKind.MEMORY);
    command.add(ShopLoop.class.getName());
    Options all = options.with("captured", isCaptured).with("served", isServed);
    command.addAll(all.with("result", results()).toArguments());
    return ChildJvm.start(command, log());
  }

  /**
   * Starts a {@link GeneratedApplication}.
   *
   * @param jar its jar
   * @param withAgent whether its JVM has the agent
   */
  ChildJvm startGenerated(Path jar, boolean withAgent) throws IOException {
    List<String> command = java(withAgent ? kind : ContenderKind.MEMORY, jar.toString());
    command.addAll(List.of(GeneratedApplication.MAIN, results().toString()));
    return ChildJvm.start(command, log());
  }

  /** A lab for the same work with another number of objects, in a directory of its own. */
  Lab withAccounts(long accountCount) throws IOException {
    return new Lab(
        kind,
        options.with("accounts", accountCount),
        directory.resolve("accounts-" + accountCount));
  }

  /** A lab for the same work by {@code other}, in a directory of its own. */
  Lab beside(ContenderKind other) throws IOException {
    return new Lab(other, options, directory.resolve("beside-" + other.optionName()));
  }

  /** Asks the restart loader, if it is one, to stop what it runs; then kills what is left. */
  void stop(ChildJvm child) throws IOException, InterruptedException {
    if (kind == ContenderKind.REKINDLE_LOADER) {
      ChildJvm.start(loader("stop"), log()).ends(STOP_MS_MAX);
      child.ends(STOP_MS_MAX);
    }
    child.close();
  }

  private Path log() {
    return directory.resolve("log.txt");
  }

  private List<String> loader(String verb) throws IOException {
    Path jar = Location.requireBuilt(Location.loaderJar(options), "Main-Class");
    List<String> command = new ArrayList<>(List.of(jdk.java(), "-jar", jar.toString(), verb));
    command.addAll(List.of("--name", NAME, "--store", store().toString()));
    if (verb.equals("run")) {
      Path agent = Location.requireBuilt(Location.agentJar(options), "Premain-Class");
      command.addAll(List.of("--agent", agent.toString()));
      command.addAll(options.words("loader-options", Defaults.LOADER_OPTIONS));
      command.add("--");
    }
    return command;
  }

  private List<String> java(ContenderKind kind) throws IOException {
    return java(kind, Location.classPath());
  }

  private List<String> java(ContenderKind kind, String classPath) throws IOException {
    List<String> command = new ArrayList<>(List.of(jdk.java()));
    command.add("-Xmx" + options.text("heap", Defaults.heap(options.number("accounts", 0))));
    command.addAll(options.words("jvm-options", ""));
    command.addAll(kind.jvmFlags(jdk.feature()));
    if (kind.isRekindle() && kind != ContenderKind.REKINDLE_LOADER) {
      Path jar = Location.requireBuilt(Location.agentJar(options), "Premain-Class");
      command.add(
          "-javaagent:" + jar + "=name=" + NAME + ",store=" + store() + kind.agentOptions());
    }
    command.addAll(List.of("-cp", classPath));
    return command;
  }
}
