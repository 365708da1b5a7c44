package io.rekindle.loader.health;

import java.nio.file.Path;

/**
 * What a start has to come to.
 *
 * @param pauseMs between two looks: the cheaper they are, the shorter
 */
record ReadyCondition(Probe probe, long pauseMs) {
  /** Reads a file. */
  private static final long FILE_PAUSE_MS = 10;

  /** Makes a connection, which the application may log. */
  private static final long NETWORK_PAUSE_MS = 50;

  /** The condition that the user wrote as {@code text}, which was checked before. */
  static ReadyCondition of(String text, Path directory, long startedMs, Declarations declarations) {
    if (text.equals(Targets.API)) {
      return new ReadyCondition(declarations, FILE_PAUSE_MS);
    }
    return Targets.file(text, directory)
        .map(file -> new ReadyCondition(new FileProbe(file, startedMs), FILE_PAUSE_MS))
        .orElseGet(() -> new ReadyCondition(Targets.network(text), NETWORK_PAUSE_MS));
  }
}
