package io.rekindle.loader.supervise;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.group.Group;
import io.rekindle.loader.group.GroupEnd;
import io.rekindle.loader.group.GroupRestart;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.Membership;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Rung;
import io.rekindle.loader.store.Strategy;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What one member does for its group when its application has ended: conducts the restart of the
 * others, sees whether the group has ended, ends what it spawned. For a name on its own that never
 * spawned another one nothing of it costs more than a look whether a file exists. Used by the
 * supervising thread only.
 */
final class GroupPart implements Intensity {
  private final String name;
  private final Membership membership;
  private final Group group;
  private final Wishes wishes;
  private final Intensity own;
  private final LifecycleLog log;

  /** Whom the end of this member concerns. */
  private enum Reach {
    /** It and what it spawned. */
    ALONE,
    /** Those that the strategy of the group names. */
    BY_STRATEGY,
    /** All members. */
    WHOLE
  }

  private Reach reach = Reach.BY_STRATEGY;

  /** The restart of the group that is being conducted, or null. */
  private GroupRestart action;

  /** The last one that was counted, or null. */
  private GroupRestart counted;

  GroupPart(LaunchRecord launch, Group group, Wishes wishes, Intensity own, LifecycleLog log) {
    this.name = launch.name();
    this.membership = launch.membership();
    this.group = group;
    this.wishes = wishes;
    this.own = own;
    this.log = log;
  }

  /** Whether a controller starts this one again. */
  boolean isDirect() {
    return membership.isDirect();
  }

  /**
   * Begins what a restart of this member means for others.
   *
   * @return false if somebody else restarts the group, this member included
   */
  boolean begin(EndRecord end) {
    boolean isHeld = end.cause().equals(EndRecord.CAUSE_GROUP);
    reach = reachOf(end);
    if (isHeld || !affectsOthers() && !group.isUsed()) {
      return !isHeld;
    }
    try {
      action = act(end.isRestartWished() ? wishes::isStop : wishes::isAny).orElse(null);
      return action != null;
    } catch (IOException | LoaderException e) {
      log.line("the group can't be restarted, only this member is: " + e);
      return true;
    }
  }

  private Reach reachOf(EndRecord end) {
    if (end.isAskedFor()) {
      boolean isForAll = end.step().rung().compareTo(Rung.GROUP) >= 0;
      return isForAll && membership.isGrouped() ? Reach.WHOLE : Reach.ALONE;
    }
    return end.isRestartWished() ? Reach.ALONE : Reach.BY_STRATEGY;
  }

  private Optional<GroupRestart> act(BooleanSupplier isPreempted) throws IOException {
    return switch (reach) {
      case ALONE -> group.spawnedBy(name, isPreempted);
      case BY_STRATEGY -> group.afterCrash(name, isPreempted);
      case WHOLE -> group.ofAllWith(name, isPreempted);
    };
  }

  private boolean affectsOthers() {
    return membership.isGrouped()
        && (reach == Reach.WHOLE
            || reach == Reach.BY_STRATEGY && membership.strategy() != Strategy.ONE_FOR_ONE);
  }

  /** Whether all members are restarted with this one, whatever the strategy. */
  boolean isWholeGroup() {
    return reach == Reach.WHOLE;
  }

  /**
   * From now on all members are restarted with this one.
   *
   * @return false if that makes no difference: they are anyway, or there is no other one
   */
  boolean widen() {
    boolean areAllAnyway =
        reach == Reach.WHOLE
            || reach == Reach.BY_STRATEGY && membership.strategy() == Strategy.ONE_FOR_ALL;
    if (!membership.isGrouped() || areAllAnyway) {
      return false;
    }
    Reach before = reach;
    finish();
    reach = Reach.WHOLE;
    try {
      action = act(wishes::isAny).orElse(null);
      // Without it, somebody else is just restarting this member with others.
      if (action == null || !action.affected().isEmpty()) {
        return true;
      }
    } catch (IOException | LoaderException e) {
      log.line("the group can't be restarted: " + e);
    }
    reach = before;
    return false;
  }

  /** The others end; returns when they have. */
  void hold() {
    if (action != null && !action.affected().isEmpty()) {
      log.line("restarting with it: " + String.join(", ", action.affected()));
      action.hold();
    }
  }

  /** Starts those that come before this one. */
  void startEarlier() {
    if (action != null) {
      action.startEarlier(name);
    }
  }

  /** Starts the others. */
  void startLater() {
    if (action != null) {
      action.startRest();
    }
  }

  /** The others end for good. */
  void giveUp() {
    if (action != null) {
      hold();
      action.giveUp();
    }
  }

  /**
   * Goes on with what {@link #finish} has cut short.
   *
   * @return false if somebody else has begun to restart the group meanwhile, this member included,
   *     or if it is to end anyway: a second restart would follow upon that one
   */
  boolean resume() {
    if (!affectsOthers() && !group.isUsed()) {
      return true;
    }
    try {
      action = act(wishes::isAny).orElse(null);
      return action != null;
    } catch (IOException | LoaderException e) {
      log.line("the group can't be given up, only this member is: " + e);
      return true;
    }
  }

  /** Ends the restart that {@link #begin} began, whatever became of it. */
  void finish() {
    if (action != null) {
      action.close();
      action = null;
    }
  }

  @Override
  public boolean tryRestart() {
    if (action == null || !affectsOthers()) {
      return own.tryRestart();
    }
    counted = action;
    return action.tryRestart();
  }

  @Override
  public int restartCount() {
    return affectsOthers() ? counted == null ? 0 : counted.restartCount() : own.restartCount();
  }

  @Override
  public RestartSettings settings() {
    return affectsOthers() && counted != null ? counted.settings() : own.settings();
  }

  /** Whether this member waits for the end of its group after such an end. */
  boolean isWaitingAfter(EndRecord end) {
    return membership.isGrouped() && end.isClean();
  }

  /** Waits; true if the application is to be started again. */
  boolean awaitCallAfterCleanEnd() {
    wishes.enterClean();
    lookForEnd(true);
    return wishes.awaitCall();
  }

  /** This member is down, and its controller is about to end. */
  void concluded(EndRecord end) {
    if (wishes.isGroupEnded() || wishes.isWithOthers() || end.isClean() && !wishes.isStop()) {
      return;
    }
    if (membership.isGrouped() || group.isUsed()) {
      try {
        // Whoever ends this member with others has the lock until it is gone, and ends those too.
        group
            .spawnedBy(name, wishes::isWithOthers)
            .ifPresent(
                spawned -> {
                  spawned.hold();
                  spawned.close();
                });
      } catch (IOException | LoaderException e) {
        log.line("what it spawned can't be ended: " + e);
      }
    }
    boolean isMissed = !end.isClean() && !end.outcome().equals(EndRecord.STOPPED);
    if (membership.isGrouped() && isMissed) {
      lookForEnd(false);
    }
  }

  private void lookForEnd(boolean isClean) {
    try {
      if (GroupEnd.look(group, name, isClean, wishes::isAny)) {
        wishes.endGroup();
      }
    } catch (IOException | LoaderException e) {
      log.line("can't see whether the group has ended: " + e);
    }
  }
}
