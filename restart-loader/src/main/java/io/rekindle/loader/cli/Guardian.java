package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.LoaderCommand;
import io.rekindle.loader.store.ControllerMarks;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.SupervisionFile;
import io.rekindle.loader.supervise.GuardianKeeper;
import io.rekindle.loader.supervise.LifecycleLog;
import io.rekindle.loader.supervise.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The guardian of one supervision: none, or a second JVM that goes on if this one is killed. The
 * caller holds the launcher lock, or is about to take it as a guardian.
 */
final class Guardian implements AutoCloseable {
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private final SupervisionFile file;
  private final GuardianKeeper keeper;
  private final String resultFile;
  private boolean isStarted;

  private Guardian(SupervisionFile file, GuardianKeeper keeper, String resultFile) {
    this.file = file;
    this.keeper = keeper;
    this.resultFile = resultFile;
  }

  /** There is to be one only if {@code isWanted}. */
  static Guardian of(boolean isWanted, NameFolder folder, LifecycleLog log, Path result) {
    try {
      SupervisionFile file = new SupervisionFile(folder);
      if (!isWanted) {
        // What a controller left that nobody succeeded is about another run.
        file.delete();
        return new Guardian(null, null, "");
      }
      String resultFile = result == null ? "" : result.toAbsolutePath().toString();
      return of(folder, log, new ControllerMarks(folder), resultFile);
    } catch (IOException e) {
      throw LoaderException.environment("can't prepare a guardian: name=" + folder.name(), e);
    }
  }

  /** The next guardian, if this process is one itself. */
  static Guardian of(
      NameFolder folder, LifecycleLog log, ControllerMarks marks, String resultFile) {
    GuardianKeeper keeper = new GuardianKeeper(marks, command(folder), log);
    return new Guardian(new SupervisionFile(folder), keeper, resultFile);
  }

  /**
   * This loader once more, in a session of its own where that can be had: what a terminal or a
   * killed process group does to this process must not reach it.
   */
  private static List<String> command(NameFolder folder) {
    List<String> command = new ArrayList<>();
    SETSID.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .ifPresent(command::add);
    List<String> guard = new ArrayList<>(List.of(GuardCommand.VERB, "--name", folder.name()));
    guard.addAll(List.of("--store", folder.path().getParent().toString()));
    guard.addAll(List.of("--watch", String.valueOf(ProcessHandle.current().pid())));
    command.addAll(LoaderCommand.of(guard));
    return command;
  }

  /** What a guardian would need is kept on record from the first start on. */
  void keepRecordOf(Supervisor supervisor) {
    if (file != null) {
      supervisor.keepIn(file, resultFile);
    }
  }

  /** Starts the guardian if there is to be one. Idempotent. */
  void start() {
    if (keeper != null && !isStarted) {
      isStarted = true;
      keeper.start();
    }
  }

  /** Its process id, 0 if there is none. */
  long pid() {
    return keeper == null ? 0 : keeper.pid();
  }

  /** Ends the guardian; another process goes on with what is on record. */
  void abandon() {
    if (keeper != null) {
      keeper.close();
    }
  }

  /** Ends the guardian, and then leaves nothing that one would go on with. */
  @Override
  public void close() throws IOException {
    if (keeper != null) {
      keeper.close();
      file.delete();
    }
  }
}
