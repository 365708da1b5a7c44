package io.rekindle.loader.supervise;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.LaunchRecord;
import java.io.IOException;

/**
 * Starts incarnations of one launch; all that can be prepared is prepared once. Used by one thread
 * at a time.
 */
final class ChildStarter {
  private final ProcessBuilder builder;

  ChildStarter(LaunchRecord launch, StartCommand start) {
    builder =
        new ProcessBuilder(start.command()).inheritIO().directory(launch.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(start.environment());
    builder
        .environment()
        .put("REKINDLE_LAUNCHER_PID", String.valueOf(ProcessHandle.current().pid()));
  }

  /** What the next incarnation is told of the end of the one before. */
  void setPreviousExit(String token) {
    builder.environment().put("REKINDLE_PREVIOUS_EXIT", token);
  }

  /** What the next incarnation can be found by. */
  void setStartId(String startId) {
    builder.environment().put(StartSearch.VARIABLE, startId);
  }

  /** A new process with the standard streams of this one. */
  Child start() throws IOException {
    return new StartedChild(builder.start());
  }

  /** What is wrong if {@link #start} failed: a shortage that may pass, or something to repair. */
  static LoaderException failure(IOException e) {
    String message = String.valueOf(e.getMessage());
    boolean isShortage = message.matches("(?s).*error=(11|12|23|24),.*");
    return isShortage
        ? LoaderException.temporary("can't start the application: " + message)
        : LoaderException.environment("can't start the application", e);
  }
}
