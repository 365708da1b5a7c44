package io.rekindle.loader.health;

import io.rekindle.loader.store.EndRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a file is there that was written since the incarnation was started: one that an earlier
 * incarnation left says nothing of this one.
 */
final class FileProbe implements Probe {
  /** File systems that keep whole seconds only show a file older than it is. */
  private static final long COARSE_MS = 1000;

  private final Path file;
  private final long startedMs;

  FileProbe(Path file, long startedMs) {
    this.file = file;
    this.startedMs = startedMs;
  }

  @Override
  public Optional<Symptom> check(Duration timeout) {
    long modifiedMs;
    try {
      modifiedMs = Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return Optional.of(Symptom.of(EndRecord.CAUSE_PROBE, "no such file: " + file));
    }
    boolean isWholeSecond = modifiedMs % COARSE_MS == 0;
    boolean isOld = modifiedMs + (isWholeSecond ? COARSE_MS : 0) < startedMs;
    return isOld
        ? Optional.of(Symptom.of(EndRecord.CAUSE_PROBE, "the file is of an earlier start: " + file))
        : Optional.empty();
  }
}
