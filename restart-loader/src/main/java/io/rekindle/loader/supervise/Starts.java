package io.rekindle.loader.supervise;

import io.rekindle.loader.health.HealthWatch;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.ProcessIdentity;
import java.io.IOException;

/**
 * Makes an incarnation the present one: starts it, or takes on one that somebody else started. Used
 * by the supervising thread.
 *
 * <p>Invariant: no child is started once a stop is wished for.
 */
final class Starts {
  private final LaunchRecord launch;
  private final ChildStarter starter;
  private final Wishes wishes;
  private final Present present;
  private final OlderStateWish olderState;
  private final Continuity continuity;
  private final IncarnationLog incarnations;
  private final HealthWatch health;
  private final LifecycleLog log;

  /** Why the last start failed, if that may pass; else null. */
  private IOException shortage;

  Starts(
      LaunchRecord launch,
      ChildStarter starter,
      Wishes wishes,
      Present present,
      OlderStateWish olderState,
      Continuity continuity,
      IncarnationLog incarnations,
      HealthWatch health,
      LifecycleLog log) {
    this.launch = launch;
    this.starter = starter;
    this.wishes = wishes;
    this.present = present;
    this.olderState = olderState;
    this.continuity = continuity;
    this.incarnations = incarnations;
    this.health = health;
    this.log = log;
    starter.setPreviousExit(incarnations.previousExit());
  }

  /**
   * Starts the first one.
   *
   * @throws io.rekindle.loader.LoaderException if the system can't; nothing runs then
   */
  void first() {
    try {
      next();
    } catch (IOException e) {
      throw ChildStarter.failure(e);
    }
    keepOnRecord();
  }

  /**
   * Takes on a process that runs already.
   *
   * @param incarnation the number that the agent in it took, {@link NameFolder#NULL_INCARNATION} if
   *     there is no agent in it
   */
  void takeOn(ProcessIdentity process, long startedMs, int incarnation) {
    synchronized (wishes) {
      present.takeOn(new AdoptedChild(process), startedMs);
      boolean hasAgent = incarnation != NameFolder.NULL_INCARNATION;
      health.adopted(new WatchedChild(present.child(), false), startedMs, hasAgent);
      incarnations.adopted(incarnation);
      present.deliverPendingSignal();
    }
  }

  /** The end with what became of the attempt, and with the older state that was asked for. */
  EndRecord after(EndRecord end) {
    EndRecord granted = wishes.isStop() ? end : olderState.grant(end);
    starter.setPreviousExit(end.ending().token());
    shortage = null;
    try {
      return granted.withOutcome(next() ? EndRecord.RESTARTED : wishes.stopOutcome());
    } catch (IOException e) {
      if (ChildStarter.isShortage(e)) {
        shortage = e;
      } else {
        log.failure("the next incarnation could not be started: " + e.getMessage());
      }
      return granted.withOutcome(EndRecord.START_FAILED);
    }
  }

  /** Whether the last start failed, but the next one may not. */
  boolean hasMetShortage() {
    return shortage != null;
  }

  /** What the system said of the shortage. */
  String shortage() {
    return shortage.getMessage().lines().findFirst().orElse("").strip();
  }

  /** False if a stop came first. */
  private boolean next() throws IOException {
    synchronized (wishes) {
      wishes.awaitRelease();
      if (wishes.isStop() && present.child() != null) {
        return false;
      }
      starter.setStartId(continuity.nextStartId(present.startCount()));
      present.started(starter.start());
      health.started(new WatchedChild(present.child(), !launch.isJavaCommand()));
      incarnations.started();
      wishes.started();
      present.deliverPendingSignal();
      return true;
    }
  }

  /** The last one was started after an end. */
  void countRestart() {
    present.countRestart();
    keepOnRecord();
  }

  /** What a successor would need. */
  void keepOnRecord() {
    continuity.started(present);
  }
}
