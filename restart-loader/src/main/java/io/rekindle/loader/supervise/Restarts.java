package io.rekindle.loader.supervise;

import io.rekindle.loader.health.HealthWatch;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.LaunchRecord;

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
  private final SiteCall siteCall;
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
      SiteCall siteCall,
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
    this.siteCall = siteCall;
    this.report = report;
  }

  /** What becomes of the restart depends on the group, and the other way round. */
  EndRecord withGroup(EndRecord end) {
    try {
      boolean isOurs = part.begin(end);
      if (isOurs && !end.isRestartWished()) {
        EndRecord limited = limit(end);
        if (!limited.isRestarted()) {
          return giveUp(limited);
        }
        end = limited;
      }
      part.hold();
      return part.isDirect() || end.isRestartWished() ? restart(end) : leave(end);
    } finally {
      part.finish();
    }
  }

  /** The site may be restarted first; what is given up then is given up with its group. */
  private EndRecord giveUp(EndRecord end) {
    if (siteCall.isFor(end)) {
      // The restart of the site may have to wait for a member that is just being registered.
      part.finish();
      if (siteCall.awaitRestart()) {
        return end.withOutcome(wishes.stopOutcome());
      }
      part.resume();
    }
    part.giveUp();
    return end;
  }

  private EndRecord limit(EndRecord end) {
    if (launch.restart().isOnce() && present.restartCount() > 0) {
      return end.withOutcome(EndRecord.ENDED);
    }
    return decision.limit(end, health.settledMs(), part);
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
