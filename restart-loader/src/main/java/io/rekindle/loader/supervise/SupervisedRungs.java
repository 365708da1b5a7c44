package io.rekindle.loader.supervise;

import io.rekindle.loader.store.Fallback;
import io.rekindle.loader.store.RestartSettings;
import java.util.Optional;

/**
 * The rungs of the ladder as one supervised application has them: its own state, its group and the
 * site that it is part of. Used by the supervising thread.
 */
final class SupervisedRungs implements Ladder.Rungs {
  private final RestartSettings settings;
  private final RestartWindow window;
  private final Escalation escalation;
  private final GroupPart part;
  private final SiteCall siteCall;

  SupervisedRungs(
      RestartSettings settings, EndDecision decision, GroupPart part, SiteCall siteCall) {
    this.settings = settings;
    this.window = decision.window();
    this.escalation = decision.escalation();
    this.part = part;
    this.siteCall = siteCall;
  }

  @Override
  public boolean tryRestart() {
    return part.tryRestart();
  }

  @Override
  public Intensity intensity() {
    return part;
  }

  @Override
  public boolean isWholeGroup() {
    return part.isWholeGroup();
  }

  @Override
  public Optional<Fallback> rollBack() {
    return escalation.step();
  }

  @Override
  public boolean restartGroup() {
    if (!settings.isGroupLast() || !part.widen()) {
      return false;
    }
    window.clear();
    return true;
  }

  /** The restart of the site may have to wait for a member that is just being registered. */
  @Override
  public Attempt restartSite() {
    if (!siteCall.isPossible()) {
      return Attempt.REFUSED;
    }
    part.finish();
    if (siteCall.awaitRestart()) {
      return Attempt.DONE;
    }
    return part.resume() ? Attempt.REFUSED : Attempt.TAKEN_OVER;
  }

  @Override
  public Optional<Fallback> startCold() {
    return escalation.stepToNothing();
  }

  @Override
  public void forget() {
    escalation.forget();
  }
}
