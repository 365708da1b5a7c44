package io.rekindle.loader.supervise;

import io.rekindle.loader.health.HealthWatch;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Rung;

/**
 * Restarts the application after an end: within the intensity, together with its group, and after
 * the back-off. Used by the supervising thread.
 *
 * <p>Invariant: between an end and a start without delay nothing is read or written but the owner's
 * lock file, which the next incarnation overwrites, and what the dead one declared.
 */
final class Restarts {
  private final LaunchRecord launch;
  private final Wishes wishes;
  private final Present present;
  private final Starts starts;
  private final StartRetries retries;
  private final Backoff backoff;
  private final EndDecision decision;
  private final Continuity continuity;
  private final IncarnationLog incarnations;
  private final HealthWatch health;
  private final GroupPart part;
  private final Ladder.Rungs rungs;
  private final EndReport report;

  Restarts(
      LaunchRecord launch,
      Wishes wishes,
      Present present,
      Starts starts,
      StartRetries retries,
      Backoff backoff,
      EndDecision decision,
      Continuity continuity,
      IncarnationLog incarnations,
      HealthWatch health,
      GroupPart part,
      Ladder.Rungs rungs,
      EndReport report) {
    this.launch = launch;
    this.wishes = wishes;
    this.present = present;
    this.starts = starts;
    this.retries = retries;
    this.backoff = backoff;
    this.decision = decision;
    this.continuity = continuity;
    this.incarnations = incarnations;
    this.health = health;
    this.part = part;
    this.rungs = rungs;
    this.report = report;
  }

  /** What becomes of the restart depends on the group, and the other way round. */
  EndRecord withGroup(EndRecord end) {
    try {
      boolean isOurs = part.begin(end);
      EndRecord decided =
          isOurs && !end.isRestartWished() ? climb(end) : end.withInstead(Rung.RESTART);
      if (!decided.isRestarted()) {
        return decided;
      }
      part.hold();
      return part.isDirect() || end.isRestartWished() ? restart(decided) : leave(decided);
    } finally {
      part.finish();
    }
  }

  /** What is given up is given up with its group; what its site restarts makes way for that. */
  private EndRecord climb(EndRecord end) {
    if (launch.restart().isOnce() && present.restartCount() > 0) {
      part.giveUp();
      return end.withInstead(Rung.GIVE_UP).withOutcome(EndRecord.ENDED);
    }
    EndRecord decided = decision.climb(end, health.settledMs(), rungs);
    if (!decided.isRestarted()) {
      part.giveUp();
    } else if (decided.step() != null && decided.step().rung() == Rung.SITE) {
      return decided.withOutcome(wishes.stopOutcome());
    }
    return decided;
  }

  /** A spawned member waits for its parent to spawn it again; the others go on. */
  private EndRecord leave(EndRecord end) {
    part.startLater();
    return end.withOutcome(EndRecord.ENDED);
  }

  /**
   * A member that ended cleanly is started again if its group is; else the end stays what it is.
   */
  EndRecord awaitGroupAfter(EndRecord end) {
    if (!part.awaitCallAfterCleanEnd()) {
      return end;
    }
    EndRecord next = startAfter(end, false);
    return next.isRestarted() ? next : end;
  }

  /** Starts the next incarnation, maybe after a delay; returns what became of that. */
  private EndRecord restart(EndRecord end) {
    long delayMs = end.isRestartWished() ? 0 : backoff.delayMs(health.settledMs());
    if (end.fallback() != null) {
      // A step that a successor made once more would go further back than it should.
      continuity.decided(0);
    }
    if (delayMs > 0) {
      // On record before the wait, in which this process may be killed.
      incarnations.record(end);
      continuity.decided(delayMs);
      report.restarting(end, delayMs, part);
      wishes.awaitDelay(delayMs);
    }
    part.startEarlier();
    EndRecord next = startAfter(end, delayMs > 0);
    part.startLater();
    return next;
  }

  /**
   * Starts the next one at once.
   *
   * @param isTold whether the end is on record already, and the restart announced
   */
  private EndRecord startAfter(EndRecord end, boolean isTold) {
    EndRecord next = retries.startAfter(end, part);
    if (next.isRestarted()) {
      starts.countRestart();
      boolean hasGoneBack = next.fallback() != end.fallback();
      if (!isTold || hasGoneBack) {
        incarnations.record(next);
        report.restarting(next, 0, part);
      }
    }
    return next;
  }

  /** Does what a predecessor was about to do after {@code end}. */
  EndRecord finish(EndRecord end) {
    if (part.isWaitingAfter(end)) {
      return awaitGroupAfter(end);
    }
    wishes.awaitDelay(continuity.unfinishedDelayMs());
    return startAfter(end, true);
  }
}
