package io.rekindle.loader.supervise;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.LaunchRecord;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts incarnations of one launch; all that can be prepared is prepared once. Used by one thread
 * at a time.
 */
final class ChildStarter {
  /** As JDK 17 and as JDK 25 tell what the system said. */
  private static final Pattern SYSTEM_ERROR = Pattern.compile("error(?:=|: )(\\d+)");

  /** EAGAIN, ENOMEM, ENFILE, EMFILE: of processes, memory, open files. */
  private static final Set<String> SHORTAGES = Set.of("11", "12", "23", "24");

  /** How a process is made; the system's way but in tests. */
  interface Fork {
    Process of(ProcessBuilder builder) throws IOException;
  }

  private final ProcessBuilder builder;
  private final Fork fork;

  ChildStarter(LaunchRecord launch, StartCommand start, Fork fork) {
    this.fork = fork;
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
    try {
      return new StartedChild(fork.of(builder));
    } catch (OutOfMemoryError e) {
      // There may be a process, but no thread to wait for it.
      return StartSearch.find(builder.environment().getOrDefault(StartSearch.VARIABLE, ""))
          .<Child>map(AdoptedChild::new)
          .orElseThrow(() -> new IOException("error=12, " + e.getMessage(), e));
    }
  }

  /** Whether it failed for want of something that may be there again later. */
  static boolean isShortage(IOException e) {
    // The outer text begins with the command, in which anything may stand.
    Throwable told = e.getCause() instanceof IOException ? e.getCause() : e;
    Matcher error = SYSTEM_ERROR.matcher(String.valueOf(told.getMessage()));
    return error.find() && SHORTAGES.contains(error.group(1));
  }

  /** What is wrong if {@link #start} failed: a shortage that may pass, or something to repair. */
  static LoaderException failure(IOException e) {
    String message = String.valueOf(e.getMessage());
    return isShortage(e)
        ? LoaderException.temporary("can't start the application: " + message)
        : LoaderException.environment("can't start the application", e);
  }
}
