package io.rekindle.loader.supervise;

import io.rekindle.loader.health.Finding;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.EscalationStep;
import io.rekindle.loader.store.LastFailure;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Rung;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Decides what is done about an end: what brought it about, whether it is followed by a restart,
 * and how far up the {@link Ladder} that is. Used by the supervising thread only.
 */
final class EndDecision {
  private final List<String> command;
  private final Path directory;
  private final IncarnationLog incarnations;
  private final LastFailure lastFailure;
  private final RestartJudge judge;
  private final RestartWindow window;
  private final Escalation escalation;
  private final Ladder ladder;
  private final LifecycleLog log;

  /**
   * A decision for incarnations that run {@code command} in {@code directory}, which tells where to
   * look for crash reports.
   */
  EndDecision(
      List<String> command,
      Path directory,
      NameFolder folder,
      RestartSettings settings,
      IncarnationLog incarnations,
      LifecycleLog log,
      Clock clock) {
    this.command = command;
    this.directory = directory;
    this.incarnations = incarnations;
    this.lastFailure = new LastFailure(folder);
    this.judge = new RestartJudge(settings);
    this.window = new RestartWindow(settings, clock);
    this.escalation = new Escalation(folder.path(), settings);
    this.ladder = new Ladder(settings);
    if (incarnations.hasMadeWayForSite()) {
      // What was tried before the site was restarted is not tried once more after it.
      ladder.resume(0, Rung.SITE);
    }
    this.log = log;
  }

  /** An end that somebody wished for: {@code outcome} is what else is wished. */
  EndRecord wished(
      long pid, Ending ending, long startedMs, long endedMs, String cause, String outcome) {
    if (!cause.equals(EndRecord.CAUSE_ESCALATION) && !cause.equals(EndRecord.CAUSE_GROUP)) {
      // What another member's crashes brought about says nothing about this one's: two that crash
      // both would have the group restarted in turns for ever.
      ladder.reset();
      escalation.forget();
    }
    return new EndRecord(
        incarnations.numberOf(pid),
        pid,
        ending,
        startedMs,
        endedMs,
        cause,
        CrashReport.find(command, directory, pid),
        outcome,
        null);
  }

  /**
   * An end that nobody wished for; whether a restart is one too many is still to be seen.
   *
   * @param finding what the watch over its health has to say
   */
  EndRecord unwished(long pid, Ending seen, long startedMs, long endedMs, Finding finding) {
    Ending ending = seen.isUnknown() ? lastFailure.endingSince(startedMs).orElse(seen) : seen;
    int number = incarnations.numberOf(pid);
    String hsErr = CrashReport.find(command, directory, pid);
    Optional<String> refusal = lastFailure.messageFor(ending.code());
    boolean isClean = incarnations.isDeclaredClean(number, pid);
    String cause = causeOf(ending, refusal.isPresent(), isClean, hsErr, finding);
    String outcome = outcomeOf(ending, refusal, isClean);
    return new EndRecord(number, pid, ending, startedMs, endedMs, cause, hsErr, outcome, null)
        .withHealth(finding.readyMs(), finding.threads());
  }

  /**
   * What is done about an end that is due for a restart: how far up the ladder.
   *
   * @param settledMs how long the incarnation was of use
   */
  EndRecord climb(EndRecord end, long settledMs, Ladder.Rungs rungs) {
    Ladder.Decision decision = decide(end, settledMs, rungs);
    EndRecord decided = decision.fallback() == null ? end : end.withFallback(decision.fallback());
    if (decision.rung() == Rung.GIVE_UP) {
      escalation.giveUp();
      decided = decided.withOutcome(EndRecord.CRASH_LOOP);
    }
    return decision.rung() == Rung.RESTART && !end.isAskedFor()
        ? decided
        : decided.withStep(new EscalationStep(decision.rung(), decision.reason()));
  }

  private Ladder.Decision decide(EndRecord end, long settledMs, Ladder.Rungs rungs) {
    if (end.isAskedFor()) {
      return ladder.asked(end.step().rung(), end.step().reason(), settledMs, rungs);
    }
    return end.cause().equals(EndRecord.CAUSE_AGENT)
        ? ladder.refused(rungs)
        : ladder.crashed(settledMs, rungs);
  }

  private static String causeOf(
      Ending ending, boolean isRefusal, boolean isDeclaredClean, String hsErr, Finding finding) {
    if (isRefusal) {
      return EndRecord.CAUSE_AGENT;
    } else if (finding.isCause()) {
      return finding.cause();
    } else if (!hsErr.isEmpty()) {
      return EndRecord.CAUSE_CRASH;
    } else if (isDeclaredClean) {
      return EndRecord.CAUSE_CLEAN_EXIT;
    }
    if (ending.isUnknown()) {
      return EndRecord.CAUSE_UNKNOWN;
    }
    return ending.isSignaled() ? EndRecord.CAUSE_SIGNAL : EndRecord.CAUSE_EXIT;
  }

  private String outcomeOf(Ending ending, Optional<String> refusal, boolean isDeclaredClean) {
    if (refusal.isPresent()) {
      boolean isRetried = judge.isForRestartAfterRefusal(ending.code());
      if (!isRetried) {
        log.failure("not restarted, the agent says: " + refusal.get());
        return EndRecord.REFUSED;
      }
      log.line("the agent says: " + refusal.get());
      return EndRecord.RESTARTED;
    }
    return judge.isForRestart(ending, isDeclaredClean) ? EndRecord.RESTARTED : EndRecord.ENDED;
  }

  RestartWindow window() {
    return window;
  }

  Escalation escalation() {
    return escalation;
  }

  Ladder ladder() {
    return ladder;
  }
}
