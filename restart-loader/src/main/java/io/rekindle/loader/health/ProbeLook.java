package io.rekindle.loader.health;

import java.time.Duration;
import java.util.Optional;

/** Probes again and again; so many failures in a row are too many. */
final class ProbeLook implements Look {
  private final Probe probe;
  private final int failuresMax;
  private final Duration timeout;
  private final long graceEndNs;
  private final Suspension.Follower suspension;
  private int failureCount;
  private boolean isCounting;

  /**
   * A look by {@code probe}.
   *
   * @param graceEndNs when failures begin to count at the latest: the first success has them count,
   *     too
   */
  ProbeLook(
      Probe probe,
      int failuresMax,
      Duration timeout,
      long graceEndNs,
      Suspension.Follower suspension) {
    this.probe = probe;
    this.failuresMax = failuresMax;
    this.timeout = timeout;
    this.graceEndNs = graceEndNs;
    this.suspension = suspension;
  }

  @Override
  public Optional<Symptom> at(long nowNs) {
    if (!suspension.isCounting()) {
      failureCount = 0;
      return Optional.empty();
    }
    Optional<Symptom> found = probe.check(timeout);
    isCounting |= found.isEmpty() || nowNs - graceEndNs >= 0;
    // Somebody may have suspended the watch while the probe was waiting.
    if (found.isEmpty() || !isCounting || !suspension.isCounting()) {
      failureCount = 0;
      return Optional.empty();
    }
    failureCount++;
    if (found.get().isCertain()) {
      return found;
    }
    return failureCount < failuresMax
        ? Optional.empty()
        : Optional.of(found.get().with(" (" + failureCount + " times in a row)"));
  }
}
