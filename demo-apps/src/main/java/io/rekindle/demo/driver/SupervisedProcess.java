package io.rekindle.demo.driver;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** An application, or the launcher that supervises it, that is a child of this JVM. */
final class SupervisedProcess implements Supervised {

  private static final long STOP_TIMEOUT_MS = 5_000;

  private final Process process;

  private SupervisedProcess(Process process) {
    this.process = process;
  }

  /** Starts a command with its output going to the files of the workspace. */
  static SupervisedProcess start(List<String> command, Workspace workspace) throws IOException {
    return new SupervisedProcess(
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(workspace.emptyInput().toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(workspace.output().toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(workspace.errors().toFile()))
            .start());
  }

  @Override
  public OptionalInt exitCode() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  @Override
  public void close() {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor(STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    for (ProcessHandle descendant : descendants) {
      descendant.destroyForcibly();
    }
  }
}
