package io.rekindle.loader.cli;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a site has run before its applications are started, while nobody else can start or restart
 * the site.
 *
 * @param command empty if there is nothing to run
 * @param limit how long it may take; what takes longer is ended
 */
record PreStart(List<String> command, Path directory, Duration limit) {
  /** Mounting, checking and fetching take their time; waiting for ever is no use to anybody. */
  static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * Runs it, with the standard streams of this process.
   *
   * @throws LoaderException if it fails, or takes too long; then nothing of it runs any more
   */
  void run() throws IOException {
    if (command.isEmpty()) {
      return;
    }
    Process process = new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start();
    int code = codeOf(process);
    if (code != ExitCode.OK) {
      throw LoaderException.environment(
          "nothing is started, as pre-start failed: code=" + code + ", command=" + line());
    }
  }

  private int codeOf(Process process) {
    OptionalInt code = OptionalInt.empty();
    try {
      code = new TimeLimit(limit).await(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return code.orElseThrow(
        () ->
            LoaderException.temporary(
                "nothing is started, as pre-start did not end: limit="
                    + limit.toSeconds()
                    + " s, command="
                    + line()));
  }

  private String line() {
    return String.join(" ", command);
  }
}
