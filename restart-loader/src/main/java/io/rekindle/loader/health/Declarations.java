package io.rekindle.loader.health;

import io.rekindle.codec.store.Heartbeat;
import io.rekindle.loader.store.EndRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the application in one process declares of itself through the agent's heartbeat file. That
 * of another process, an earlier incarnation say, counts for nothing. Safe from any thread.
 */
final class Declarations implements Probe {
  private final Path file;
  private final Watched process;

  /** The last pid that was found to belong to the process: to ask again costs a walk. */
  private volatile long knownPid;

  Declarations(Path file, Watched process) {
    this.file = file;
    this.process = process;
    this.knownPid = process.pid();
  }

  private Optional<Heartbeat> read() {
    return Heartbeat.read(file).filter(this::isOurs);
  }

  private boolean isOurs(Heartbeat heartbeat) {
    if (heartbeat.pid() == knownPid) {
      return true;
    }
    boolean isOurs = process.includes(heartbeat.pid());
    if (isOurs) {
      knownPid = heartbeat.pid();
    }
    return isOurs;
  }

  /** Beats so far, 0 if there were none. */
  long beatCount() {
    return read().map(Heartbeat::beatCount).orElse(0L);
  }

  /** When it said that it was ready, {@link Heartbeat#NOT_READY} if it has not. */
  long readyMs() {
    return read().map(Heartbeat::readyMs).orElse(Heartbeat.NOT_READY);
  }

  /** As a condition of readiness. */
  @Override
  public Optional<Symptom> check(Duration timeout) {
    return readyMs() == Heartbeat.NOT_READY
        ? Optional.of(
            Symptom.of(EndRecord.CAUSE_PROBE, "the application has not called Rekindle.ready()"))
        : Optional.empty();
  }
}
