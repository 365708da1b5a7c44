package io.rekindle.loader.supervise;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Fallback;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.RestartSettings;
import java.nio.file.Path;

/** Tells people how an incarnation ended and what is done about it, in lines of the log. */
final class EndReport {
  private final String name;
  private final Escalation escalation;
  private final Path history;
  private final LifecycleLog log;

  /** A report of what {@code decision} decided; {@code history} is where people may read on. */
  EndReport(LaunchRecord launch, EndDecision decision, Path history, LifecycleLog log) {
    this.name = launch.name();
    this.escalation = decision.escalation();
    this.history = history;
    this.log = log;
  }

  /** The next incarnation was started, or will be after {@code delayMs}. */
  void restarting(EndRecord end, long delayMs, Intensity intensity) {
    String when = delayMs == 0 ? "" : " in " + LifecycleLog.seconds(delayMs);
    if (end.fallback() != null) {
      log.line(describe(end) + evidence(end));
      log.line(
          LifecycleLog.fallback(end.fallback(), fastCrashes(end.fallback()))
              + "; restarting"
              + when);
      return;
    }
    boolean isCounted = intensity.restartCount() > 0 && !end.isRestartWished();
    String count =
        isCounted
            ? " (%d of %d in %s)"
                .formatted(
                    intensity.restartCount(),
                    intensity.settings().restartsMax(),
                    LifecycleLog.period(intensity.settings().windowMs()))
            : "";
    log.line(describe(end) + "; restarting" + when + count + evidence(end));
  }

  /** None count if somebody asked for the older state. */
  private int fastCrashes(Fallback fallback) {
    return OlderState.isAskedFor(fallback) ? 0 : escalation.fastCrashes();
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

  private static String intensityReached(RestartSettings settings) {
    return "crash loop: restarts=%d, period=%s; not restarted. The state is kept."
        .formatted(settings.restartsMax(), LifecycleLog.period(settings.windowMs()));
  }

  private boolean isExhausted(EndRecord end) {
    return escalation.isDue() && !end.cause().equals(EndRecord.CAUSE_AGENT);
  }

  private String exhausted() {
    String kept =
        escalation.isNewestInPlace()
            ? "The newest state is in place again."
            : "Commits were made from older state; the newest, commit %d, is in %s."
                .formatted(escalation.last().newestSequence(), escalation.last().setAside());
    return "crash loop: fast crashes=%d, %s; not restarted. %s"
        .formatted(escalation.fastCrashes(), escalation.refusal(), kept);
  }
}
