package io.rekindle.loader.supervise;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.RestartSettings;
import io.rekindle.loader.store.Rung;
import java.nio.file.Path;

/** Tells people how an incarnation ended and what is done about it, in lines of the log. */
final class EndReport {
  private final String name;
  private final Escalation escalation;
  private final Ladder ladder;
  private final Path history;
  private final LifecycleLog log;

  /** A report of what {@code decision} decided; {@code history} is where people may read on. */
  EndReport(LaunchRecord launch, EndDecision decision, Path history, LifecycleLog log) {
    this.name = launch.name();
    this.escalation = decision.escalation();
    this.ladder = decision.ladder();
    this.history = history;
    this.log = log;
  }

  /** The next incarnation was started, or will be after {@code delayMs}. */
  void restarting(EndRecord end, long delayMs, Intensity intensity) {
    String when = delayMs == 0 ? "" : " in " + LifecycleLog.seconds(delayMs);
    if (end.fallback() != null) {
      log.line(describe(end) + evidence(end));
      log.line(
          LifecycleLog.fallback(end.fallback(), end.step() == null ? "" : end.step().reason())
              + "; restarting"
              + when);
      return;
    }
    log.line(describe(end) + "; restarting" + when + why(end, intensity) + evidence(end));
  }

  /** What is done beyond a plain restart, or how many of these there were. */
  private static String why(EndRecord end, Intensity intensity) {
    if (end.step() != null) {
      String what = end.step().rung() == Rung.GROUP ? " with all of its group" : "";
      return what + ": " + end.step().reason();
    }
    boolean isCounted = intensity.restartCount() > 0 && !end.isRestartWished();
    return isCounted
        ? " (%d of %d in %s)"
            .formatted(
                intensity.restartCount(),
                intensity.settings().restartsMax(),
                LifecycleLog.period(intensity.settings().windowMs()))
        : "";
  }

  /** No further incarnation will be started. */
  void concluded(EndRecord end, Intensity intensity) {
    if (end.outcome().equals(EndRecord.CRASH_LOOP)) {
      log.line(describe(end) + evidence(end));
      log.line(
          (isExhausted(end) ? exhausted() : intensityReached(intensity.settings()))
              + " To see how it ended each time, look at "
              + history
              + "; to start it again, run: restart-loader run --name "
              + name);
    } else if (end.outcome().equals(EndRecord.REFUSED)) {
      log.failure(describe(end) + evidence(end));
    } else if (!end.outcome().equals(EndRecord.START_FAILED)
        && end.ending().code() != ExitCode.OK) {
      log.line(describe(end) + evidence(end));
    }
  }

  private static String describe(EndRecord end) {
    boolean isNumbered = end.incarnation() != NameFolder.NULL_INCARNATION;
    return "%s ended %s after %s"
        .formatted(
            isNumbered ? "incarnation " + end.incarnation() : "the adopted pid " + end.pid(),
            end.ending().phrase(),
            LifecycleLog.seconds(end.endedMs() - end.startedMs()));
  }

  private static String evidence(EndRecord end) {
    if (!end.threads().isEmpty()) {
      return " (" + end.cause() + ", thread dump: " + end.threads() + ")";
    }
    return end.hsErr().isEmpty() ? "" : " (crash report: " + end.hsErr() + ")";
  }

  private String intensityReached(RestartSettings settings) {
    return "crash loop: restarts=%d, period=%s; not restarted. %s"
        .formatted(settings.restartsMax(), LifecycleLog.period(settings.windowMs()), kept());
  }

  private boolean isExhausted(EndRecord end) {
    return ladder.isSuspect() && !end.cause().equals(EndRecord.CAUSE_AGENT);
  }

  private String exhausted() {
    return "crash loop: fast crashes=%d, %s; not restarted. %s"
        .formatted(
            ladder.fastCrashes(),
            escalation.refusal().isEmpty() ? "nothing has helped" : escalation.refusal(),
            kept());
  }

  /** Where the newest state is. */
  private String kept() {
    if (escalation.last() == null) {
      return "The state is kept.";
    }
    return escalation.isNewestInPlace()
        ? "The newest state is in place again."
        : "Commits were made from older state; the newest, commit %d, is in %s."
            .formatted(escalation.last().newestSequence(), escalation.last().setAside());
  }
}
