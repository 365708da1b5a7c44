package io.rekindle.demo.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The restart loader, started anew for each application. Immutable. */
final class LoaderSupervisor implements Supervisor {

  private final Path java;
  private final Path launcher;
  private final List<String> runOptions;

  /**
   * Knows how to start the loader.
   *
   * @param java the {@code java} command that runs {@code launcher} if it is a jar
   * @param launcher the loader's jar, or a command that takes the same arguments
   * @param runOptions further options of the loader's {@code run}
   */
  LoaderSupervisor(Path java, Path launcher, List<String> runOptions) {
    this.java = java;
    this.launcher = launcher;
    this.runOptions = List.copyOf(runOptions);
  }

  @Override
  public Supervised start(String name, List<String> command, Workspace workspace)
      throws IOException {
    return SupervisedProcess.start(command(name, command, workspace.store()), workspace);
  }

  /** The whole command line. */
  List<String> command(String name, List<String> command, Path store) {
    List<String> whole = new ArrayList<>();
    if (launcher.toString().endsWith(".jar")) {
      whole.addAll(List.of(java.toString(), "-jar"));
    }
    whole.addAll(List.of(launcher.toString(), "run", "--name", name, "--store", store.toString()));
    whole.addAll(runOptions);
    whole.add("--");
    whole.addAll(command);
    return whole;
  }
}
