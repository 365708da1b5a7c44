package io.rekindle.loader.cli;

import io.rekindle.loader.launch.NewSession;
import io.rekindle.loader.store.LaunchRecord;
import picocli.CommandLine.Option;

/** Whether the application has a session of its own; recorded with its launch. */
final class SessionOption {
  @Option(
      names = "--new-session",
      negatable = true,
      description =
          "Start the application in a session of its own (setsid): Ctrl-C in a terminal reaches it"
              + " through the loader only. Recorded; --no-new-session takes it back.")
  private Boolean isWanted;

  /**
   * The launch as asked for, otherwise as before.
   *
   * @param known how it was recorded, or null
   * @throws io.rekindle.loader.LoaderException if there is no way to make a session here
   */
  LaunchRecord over(LaunchRecord known, LaunchRecord planned) {
    boolean isBefore = known != null && known.isNewSession();
    boolean isNewSession = isWanted == null ? isBefore : isWanted;
    if (isNewSession) {
      NewSession.program();
    }
    return planned.withNewSession(isNewSession);
  }
}
