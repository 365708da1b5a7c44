package io.rekindle.loader.health;

import io.rekindle.loader.store.EndRecord;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Looks at the end of each interval whether there was a beat. A look that comes late, since this
 * process could not run, counts as one interval.
 */
final class BeatLook implements Look {
  private final MissedBeats missed;
  private final long intervalMs;
  private final int high;
  private final long graceEndNs;
  private final LongSupplier beats;
  private final Suspension.Follower suspension;
  private final Consumer<String> log;
  private boolean isCounting;

  /**
   * A look at beats.
   *
   * @param graceEndNs when misses begin to count at the latest: the first beat has them count, too
   * @param beats how many there were so far
   */
  BeatLook(
      MissedBeats missed,
      long intervalMs,
      int high,
      long graceEndNs,
      LongSupplier beats,
      Suspension.Follower suspension,
      Consumer<String> log) {
    this.missed = missed;
    this.intervalMs = intervalMs;
    this.high = high;
    this.graceEndNs = graceEndNs;
    this.beats = beats;
    this.suspension = suspension;
    this.log = log;
    missed.healthy(beats.getAsLong());
  }

  @Override
  public Optional<Symptom> at(long nowNs) {
    long count = beats.getAsLong();
    isCounting |= count != 0 || nowNs - graceEndNs >= 0;
    if (!suspension.isCounting() || !isCounting) {
      missed.healthy(count);
      return Optional.empty();
    }
    switch (missed.intervalEnded(count)) {
      case LOW ->
          log.accept(
              "heartbeat: %d intervals of %d ms without a beat; the application is ended after %d"
                  .formatted(missed.count(), intervalMs, high));
      case HIGH -> {
        String text = missed.count() + " intervals of " + intervalMs + " ms without a heartbeat";
        return Optional.of(new Symptom(EndRecord.CAUSE_HEARTBEAT, text, true));
      }
      default -> {
        // A beat, or a miss that is permitted.
      }
    }
    return Optional.empty();
  }
}
