package io.rekindle.loader.supervise;

import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.EscalationStep;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Rung;

/**
 * Starts the next incarnation, and tries again if the system has no room for a process just then:
 * delayed, each time twice as long, and counted, as after a crash. Used by the supervising thread.
 */
final class StartRetries {
  /** Without a back-off of the user's: a shortage does not pass at once. */
  private static final long DELAY_MIN_MS = 500;

  private static final long DELAY_MAX_MS = 30_000;

  private final RestartSettings settings;
  private final Starts starts;
  private final Wishes wishes;
  private final Continuity continuity;
  private final IncarnationLog incarnations;
  private final LifecycleLog log;

  StartRetries(
      RestartSettings settings,
      Starts starts,
      Wishes wishes,
      Continuity continuity,
      IncarnationLog incarnations,
      LifecycleLog log) {
    this.settings = settings;
    this.starts = starts;
    this.wishes = wishes;
    this.continuity = continuity;
    this.incarnations = incarnations;
    this.log = log;
  }

  /** The end with what became of the attempts. */
  EndRecord startAfter(EndRecord end, Intensity intensity) {
    EndRecord next = starts.after(end);
    long delayMs = Math.max(DELAY_MIN_MS, settings.backoffMinMs());
    while (starts.hasMetShortage() && next.outcome().equals(EndRecord.START_FAILED)) {
      if (!intensity.tryRestart()) {
        return next.withOutcome(EndRecord.CRASH_LOOP)
            .withStep(
                new EscalationStep(Rung.GIVE_UP, "no room for a process: " + starts.shortage()));
      }
      next = next.withOutcome(EndRecord.RESTARTED);
      log.line(
          "the next incarnation could not be started: %s; trying again in %s"
              .formatted(starts.shortage(), LifecycleLog.seconds(delayMs)));
      // On record before the wait, in which this process may be killed.
      incarnations.record(next);
      continuity.decided(delayMs);
      wishes.awaitRetry(delayMs);
      next = starts.after(next);
      delayMs = Math.min(Math.max(DELAY_MAX_MS, settings.backoffMaxMs()), delayMs * 2);
    }
    return next;
  }
}
