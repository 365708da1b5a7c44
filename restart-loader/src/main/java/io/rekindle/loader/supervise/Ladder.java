package io.rekindle.loader.supervise;

import io.rekindle.loader.store.Fallback;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Rung;
import io.rekindle.loader.store.SupervisionRecord.EscalationRecord;
import java.util.Optional;

/**
 * Decides how much is done about a crash: a restart, and if that does not help, more and more. Each
 * rung is left for the one above it when it has not helped, or can't be had; the way up begins anew
 * after an incarnation that was of use. Used by the supervising thread.
 *
 * <p>Invariant: in one series of crashes the group is restarted once and the state is given up once
 * at most; how often the site is restarted is limited by the site. So every series ends.
 */
final class Ladder {
  /** What the rungs come to. Each method acts, or prepares what is done before the next start. */
  interface Rungs {
    /** What became of a rung in which others have a say. */
    enum Attempt {
      /** It is done. */
      DONE,
      /** It is not to be. */
      REFUSED,
      /** Somebody else restarts this application, with others, in the meantime. */
      TAKEN_OVER
    }

    /** Counts a plain restart; false if it is one too many. */
    boolean tryRestart();

    /** What counts them. */
    Intensity intensity();

    /** Whether the whole group is restarted with this one as it is. */
    boolean isWholeGroup();

    /** Has the next start use older state; empty if there is none left. */
    Optional<Fallback> rollBack();

    /** Has all of the group restarted, and counts anew; false if that is not to be. */
    boolean restartGroup();

    /** Returns when everything is being restarted, or when that is not to be. */
    Attempt restartSite();

    /** Has the next start use no state; empty if that is not to be. */
    Optional<Fallback> startCold();

    /** What came before is no matter any more. */
    void forget();
  }

  /**
   * What is to be done.
   *
   * @param fallback the state that the next start uses, null for the newest
   * @param reason why, one line
   */
  record Decision(Rung rung, Fallback fallback, String reason) {}

  private final RestartSettings settings;
  private int fastCrashes;
  private Rung reached = Rung.RESTART;

  Ladder(RestartSettings settings) {
    this.settings = settings;
  }

  /** What comes next is no consequence of what was before. */
  void reset() {
    fastCrashes = 0;
    reached = Rung.RESTART;
  }

  /** Another one has come that far in this series of crashes. */
  void resume(int crashes, Rung rung) {
    fastCrashes = crashes;
    reached = rung;
  }

  /** Crashes in a row, each soon after its start. */
  int fastCrashes() {
    return fastCrashes;
  }

  /** The highest rung of this series. */
  Rung reached() {
    return reached;
  }

  /** Whether the state is to be suspected by now. */
  boolean isSuspect() {
    return settings.escalates() && fastCrashes >= settings.escalateAfter();
  }

  /** An incarnation crashed after it was of use for so long. */
  Decision crashed(long settledMs, Rungs rungs) {
    count(settledMs, rungs);
    return climb(rungs, true);
  }

  /** The agent refused to start it, which says nothing about its state. */
  Decision refused(Rungs rungs) {
    return rungs.tryRestart() ? restart("") : above(rungs, tooMany(rungs.intensity()), false);
  }

  /**
   * The application asked for this rung; that counts as a crash does. If it can't be had, the ones
   * below it are tried first, so that nobody is given up for having asked.
   */
  Decision asked(Rung rung, String reason, long settledMs, Rungs rungs) {
    count(settledMs, rungs);
    Rungs.Attempt site = rung == Rung.SITE ? rungs.restartSite() : Rungs.Attempt.REFUSED;
    if (site != Rungs.Attempt.REFUSED) {
      return new Decision(site == Rungs.Attempt.DONE ? Rung.SITE : Rung.RESTART, null, reason);
    }
    if (rungs.tryRestart()) {
      Optional<Fallback> older = rung == Rung.ROLLBACK ? rungs.rollBack() : Optional.empty();
      if (older.isPresent()) {
        return new Decision(Rung.ROLLBACK, older.get(), reason);
      }
      return new Decision(rungs.isWholeGroup() ? Rung.GROUP : Rung.RESTART, null, reason);
    }
    return above(rungs, tooMany(rungs.intensity()), true);
  }

  private void count(long settledMs, Rungs rungs) {
    if (settledMs >= settings.stableMs()) {
      fastCrashes = 0;
      rungs.forget();
      // Shorter lives may still add up to more restarts than are allowed: no rung is tried twice.
      if (settledMs >= settings.windowMs()) {
        reached = Rung.RESTART;
      } else if (reached == Rung.ROLLBACK) {
        reached = Rung.RESTART;
      }
    } else {
      fastCrashes++;
    }
  }

  private Decision climb(Rungs rungs, boolean mayGiveUpState) {
    if (!isSuspect()) {
      return rungs.tryRestart()
          ? restart("")
          : above(rungs, tooMany(rungs.intensity()), mayGiveUpState);
    }
    String reason = fastCrashes + " fast crashes in a row";
    if (reached.compareTo(Rung.ROLLBACK) <= 0) {
      Optional<Fallback> older = rungs.rollBack();
      if (older.isPresent()) {
        reached = Rung.ROLLBACK;
        return new Decision(Rung.ROLLBACK, older.get(), reason);
      }
    }
    return above(rungs, reason, mayGiveUpState);
  }

  /** From the group on. */
  private Decision above(Rungs rungs, String reason, boolean mayGiveUpState) {
    if (reached.compareTo(Rung.GROUP) < 0 && rungs.restartGroup()) {
      reached = Rung.GROUP;
      fastCrashes = 0;
      return new Decision(Rung.GROUP, null, reason);
    }
    Rungs.Attempt site =
        reached.compareTo(Rung.SITE) <= 0 ? rungs.restartSite() : Rungs.Attempt.REFUSED;
    if (site == Rungs.Attempt.TAKEN_OVER) {
      return restart("");
    } else if (site == Rungs.Attempt.DONE) {
      reached = Rung.SITE;
      return new Decision(Rung.SITE, null, reason);
    }
    if (reached.compareTo(Rung.COLD_START) < 0 && mayGiveUpState) {
      Optional<Fallback> cold = rungs.startCold();
      if (cold.isPresent()) {
        reached = Rung.COLD_START;
        return new Decision(Rung.COLD_START, cold.get(), reason);
      }
    }
    return new Decision(Rung.GIVE_UP, null, reason);
  }

  private static Decision restart(String reason) {
    return new Decision(Rung.RESTART, null, reason);
  }

  private static String tooMany(Intensity intensity) {
    return "more than %d restarts in %s"
        .formatted(
            intensity.settings().restartsMax(),
            LifecycleLog.period(intensity.settings().windowMs()));
  }

  /** How far it has come, with what is known of older state. */
  EscalationRecord record(Escalation older) {
    return older.record(fastCrashes, reached);
  }
}
