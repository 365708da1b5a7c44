package io.rekindle.loader.health;

import io.rekindle.loader.store.EndRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for readiness, within a limit. */
final class StartLook implements Look {
  /** A condition that answers slowly must not take the whole time of the start. */
  private static final Duration CHECK_MAX = Duration.ofSeconds(5);

  private static final Duration CHECK_MIN = Duration.ofMillis(100);

  private final Probe condition;
  private final long timeoutNs;
  private final Suspension.Follower suspension;
  private final Runnable onReady;
  private long deadlineNs;
  private boolean isReady;

  /**
   * A look at a start.
   *
   * @param onReady called once, by the thread that looks
   */
  StartLook(
      Probe condition,
      long timeoutMs,
      long startedNs,
      Suspension.Follower suspension,
      Runnable onReady) {
    this.condition = condition;
    this.timeoutNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    this.deadlineNs = startedNs + timeoutNs;
    this.suspension = suspension;
    this.onReady = onReady;
  }

  @Override
  public Optional<Symptom> at(long nowNs) {
    if (isReady) {
      return Optional.empty();
    }
    Optional<Symptom> missing = condition.check(checkTimeout(nowNs));
    if (missing.isEmpty()) {
      isReady = true;
      onReady.run();
      return Optional.empty();
    }
    if (!suspension.isCounting()) {
      deadlineNs = nowNs + timeoutNs;
      return Optional.empty();
    }
    if (nowNs - deadlineNs < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Symptom(
            EndRecord.CAUSE_START_TIMEOUT,
            "not ready after "
                + TimeUnit.NANOSECONDS.toMillis(timeoutNs)
                + " ms: "
                + missing.get().text(),
            true));
  }

  private Duration checkTimeout(long nowNs) {
    Duration remaining = Duration.ofNanos(deadlineNs - nowNs);
    Duration bounded = remaining.compareTo(CHECK_MAX) > 0 ? CHECK_MAX : remaining;
    return bounded.compareTo(CHECK_MIN) < 0 ? CHECK_MIN : bounded;
  }
}
