package io.rekindle.loader.supervise;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.Fallback;
import io.rekindle.loader.store.LastFailure;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.RestartSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts one application, waits for its end, and starts it again until it has ended for good.
 *
 * <p>Threads: {@link #run} belongs to one thread, the others leave a {@link Wish} under the lock of
 * this object. Lifetime: one call of {@code run}.
 *
 * <p>Invariants: there is at most one living child; no child is started once a stop is wished for;
 * between an end and a start without delay nothing is read or written but the owner's lock file,
 * which the next incarnation overwrites, and what the dead one declared.
 */
public final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  /** What somebody wants of the application; a stop is never taken back. */
  private enum Wish {
    /** That it goes on. */
    NONE,
    /** That its present incarnation is replaced. */
    RESTART,
    /** That it ends for good. */
    STOP
  }

  private final LaunchRecord launch;
  private final RestartSettings settings;
  private final LifecycleLog log;
  private final IncarnationLog incarnations;
  private final LastFailure lastFailure;
  private final RestartJudge judge;
  private final RestartWindow window;
  private final Backoff backoff;
  private final Escalation escalation;
  private final Clock clock;
  private final ProcessBuilder builder;
  private final List<String> command;

  private Wish wish = Wish.NONE;

  /** What the wish came from, for the record; empty if there was none. */
  private String wishCause = "";

  private String pendingSignal = "";
  private Process child;
  private int startCount;
  private int restartCount;
  private long childStartedMs;
  private long childStartedNs;

  /** When the next start is due, by the clock; meaningful while {@link #isDelaying}. */
  private long nextStartNs;

  private boolean isDelaying;

  /**
   * Prepares everything that a start needs; starts nothing.
   *
   * @param random from 0, inclusive, to 1: the jitter of the back-off
   */
  public Supervisor(
      LaunchRecord launch,
      StartCommand start,
      NameFolder folder,
      LifecycleLog log,
      Clock clock,
      DoubleSupplier random) {
    this.launch = launch;
    this.settings = launch.restart();
    this.log = log;
    this.clock = clock;
    this.incarnations = new IncarnationLog(folder);
    this.lastFailure = new LastFailure(folder);
    this.judge = new RestartJudge(settings);
    this.window = new RestartWindow(settings, clock);
    this.backoff = new Backoff(settings, random);
    this.escalation = new Escalation(folder.path(), settings);
    this.command = start.command();
    this.builder = new ProcessBuilder(command).inheritIO().directory(launch.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(start.environment());
    builder
        .environment()
        .put("REKINDLE_LAUNCHER_PID", String.valueOf(ProcessHandle.current().pid()));
    builder.environment().put("REKINDLE_PREVIOUS_EXIT", incarnations.previousExit());
  }

  /** Forwards TERM, INT and HUP from now on; one that comes before the first start waits for it. */
  public void forwardSignals() {
    SignalForwarding.install(this::onSignal);
  }

  /**
   * Starts the first incarnation.
   *
   * @throws LoaderException if the system can't; nothing runs then
   */
  public void start() {
    try {
      startNext();
    } catch (IOException e) {
      throw startFailure(e);
    }
  }

  /** Waits, restarts, and returns when the application has ended for good. */
  public Outcome supervise() {
    while (true) {
      Process ended = child();
      Ending ending = new Ending(waitFor(ended));
      EndRecord end = judge(ended.pid(), ending);
      if (end.isRestarted()) {
        end = restart(end);
      }
      if (!end.isRestarted()) {
        incarnations.record(end);
        return conclude(end);
      }
    }
  }

  /** What happened, and what is to be done about it. */
  private EndRecord judge(long pid, Ending ending) {
    long endedMs = System.currentTimeMillis();
    int number = incarnations.numberOf(pid);
    String hsErr = CrashReport.find(command, launch.directory(), pid);
    String cause;
    String outcome;
    synchronized (this) {
      cause = wishCause;
      outcome = wish == Wish.STOP ? EndRecord.STOPPED : EndRecord.RESTARTED;
    }
    boolean isWished = !cause.isEmpty();
    if (isWished) {
      escalation.stable();
    } else {
      Optional<String> refusal = lastFailure.messageFor(ending.code());
      boolean isClean = incarnations.isDeclaredClean(number, pid);
      cause = causeOf(ending, refusal.isPresent(), isClean, hsErr);
      outcome = decide(ending, refusal, isClean);
    }
    EndRecord end =
        new EndRecord(number, pid, ending, childStartedMs, endedMs, cause, hsErr, outcome, null);
    return end.isRestarted() && !isWished ? limit(end) : end;
  }

  /** A restart that is due may still be one too many, or one from older state. */
  private EndRecord limit(EndRecord end) {
    if (!end.cause().equals(EndRecord.CAUSE_AGENT)) {
      escalation.crashed(uptimeMs());
      if (escalation.isDue()) {
        Optional<Fallback> older = escalation.step();
        return older.isPresent()
            ? end.withFallback(older.get())
            : end.withOutcome(EndRecord.CRASH_LOOP);
      }
    }
    return window.tryRestart() ? end : end.withOutcome(EndRecord.CRASH_LOOP);
  }

  private long uptimeMs() {
    return TimeUnit.NANOSECONDS.toMillis(clock.nowNs() - childStartedNs);
  }

  private static String causeOf(
      Ending ending, boolean isRefusal, boolean isDeclaredClean, String hsErr) {
    if (isRefusal) {
      return EndRecord.CAUSE_AGENT;
    } else if (!hsErr.isEmpty()) {
      return EndRecord.CAUSE_CRASH;
    } else if (isDeclaredClean) {
      return EndRecord.CAUSE_CLEAN_EXIT;
    }
    return ending.isSignaled() ? EndRecord.CAUSE_SIGNAL : EndRecord.CAUSE_EXIT;
  }

  private String decide(Ending ending, Optional<String> refusal, boolean isDeclaredClean) {
    if (refusal.isPresent()) {
      boolean isRetried = judge.isForRestartAfterRefusal(ending.code());
      log.line((isRetried ? "" : "not restarted, ") + "the agent says: " + refusal.get());
      if (!isRetried) {
        return EndRecord.REFUSED;
      }
    } else if (!judge.isForRestart(ending, isDeclaredClean)) {
      return EndRecord.ENDED;
    }
    return EndRecord.RESTARTED;
  }

  /** Starts the next incarnation, maybe after a delay; returns what became of that. */
  private EndRecord restart(EndRecord end) {
    boolean isWished = end.cause().equals(EndRecord.CAUSE_RESTART);
    long delayMs = isWished ? 0 : backoff.delayMs(uptimeMs());
    if (delayMs > 0) {
      // On record before the wait, in which this process may be killed.
      incarnations.record(end);
      tellRestart(end, delayMs);
      awaitDelay(delayMs);
    }
    String outcome = startAfter(end.ending());
    if (outcome.equals(EndRecord.RESTARTED)) {
      synchronized (this) {
        restartCount++;
      }
      if (delayMs == 0) {
        incarnations.record(end);
        tellRestart(end, delayMs);
      }
    }
    return end.withOutcome(outcome);
  }

  /** What became of the attempt. */
  private String startAfter(Ending ending) {
    builder.environment().put("REKINDLE_PREVIOUS_EXIT", ending.token());
    try {
      return startNext() ? EndRecord.RESTARTED : EndRecord.STOPPED;
    } catch (IOException e) {
      log.line("the next incarnation could not be started: " + e.getMessage());
      return EndRecord.START_FAILED;
    }
  }

  /** Returns when the time has come, or as soon as somebody wishes for something else. */
  private synchronized void awaitDelay(long delayMs) {
    nextStartNs = clock.nowNs() + TimeUnit.MILLISECONDS.toNanos(delayMs);
    isDelaying = true;
    while (wish == Wish.NONE && nextStartNs - clock.nowNs() > 0) {
      try {
        clock.await(this, nextStartNs - clock.nowNs());
      } catch (InterruptedException e) {
        LOG.debug("interrupted while waiting for the next start; waiting on", e);
      }
    }
    isDelaying = false;
  }

  /** False if a stop came first. */
  private synchronized boolean startNext() throws IOException {
    if (wish == Wish.STOP && startCount > 0) {
      return false;
    }
    child = builder.start();
    if (wish != Wish.STOP) {
      wish = Wish.NONE;
      wishCause = "";
    }
    childStartedMs = System.currentTimeMillis();
    childStartedNs = clock.nowNs();
    startCount++;
    incarnations.started();
    if (!pendingSignal.isEmpty()) {
      Signals.send(child, pendingSignal);
      pendingSignal = "";
    }
    notifyAll();
    return true;
  }

  private void tellRestart(EndRecord end, long delayMs) {
    String when = delayMs == 0 ? "" : " in " + LifecycleLog.seconds(delayMs);
    if (end.fallback() != null) {
      log.line(describe(end) + crashNote(end));
      log.line(
          LifecycleLog.fallback(end.fallback(), escalation.fastCrashes()) + "; restarting" + when);
      return;
    }
    boolean isCounted = window.restartCount() > 0 && !end.cause().equals(EndRecord.CAUSE_RESTART);
    String count =
        isCounted
            ? " (%d of %d in %s)"
                .formatted(
                    window.restartCount(),
                    settings.restartsMax(),
                    LifecycleLog.period(settings.windowMs()))
            : "";
    log.line(describe(end) + "; restarting" + when + count + crashNote(end));
  }

  private static String describe(EndRecord end) {
    return "incarnation %d ended %s after %s"
        .formatted(
            end.incarnation(),
            end.ending().phrase(),
            LifecycleLog.seconds(end.endedMs() - end.startedMs()));
  }

  private static String crashNote(EndRecord end) {
    return end.hsErr().isEmpty() ? "" : " (crash report: " + end.hsErr() + ")";
  }

  private Outcome conclude(EndRecord end) {
    int launcherCode = end.ending().code();
    switch (end.outcome()) {
      case EndRecord.CRASH_LOOP -> {
        log.line(describe(end) + crashNote(end));
        log.line(
            (isExhausted(end) ? exhausted() : intensityReached())
                + " To see how it ended each time, look at "
                + incarnations.file()
                + "; to start it again, run: restart-loader run --name "
                + launch.name());
      }
      case EndRecord.START_FAILED -> launcherCode = ExitCode.ENVIRONMENT;
      default -> {
        if (end.ending().code() != ExitCode.OK) {
          log.line(describe(end) + crashNote(end));
        }
      }
    }
    return new Outcome(
        launch.name(), startCount, restartCount, end.ending(), end.outcome(), launcherCode);
  }

  private String intensityReached() {
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

  private static LoaderException startFailure(IOException e) {
    String message = String.valueOf(e.getMessage());
    boolean isShortage = message.matches("(?s).*error=(11|12|23|24),.*");
    return isShortage
        ? LoaderException.temporary("can't start the application: " + message)
        : LoaderException.environment("can't start the application", e);
  }

  private static int waitFor(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        LOG.debug("interrupted while waiting for the application; waiting on", e);
      }
    }
  }

  private void onSignal(String signal) {
    boolean isReceivedAlready = signal.equals("INT") && Terminal.isForeground();
    end("signal-" + signal, signal, isReceivedAlready);
  }

  /** Ends the application for good, as TERM does. Returns at once. */
  public void stop() {
    end(EndRecord.CAUSE_STOP, "TERM", false);
  }

  /** What comes before the first start is passed on to the application then. */
  private void end(String cause, String signal, boolean isReceivedAlready) {
    Process victim;
    synchronized (this) {
      wishForEnd(cause);
      victim = child;
      if (victim == null) {
        pendingSignal = signal;
        return;
      }
    }
    if (!isReceivedAlready) {
      Signals.send(victim, signal);
    }
  }

  private synchronized void wishForEnd(String cause) {
    if (wish != Wish.STOP) {
      wish = Wish.STOP;
      wishCause = cause;
    }
    notifyAll();
  }

  /** Ends the application for good and at once: no shutdown hook runs. */
  public void kill() {
    Process victim;
    synchronized (this) {
      wishForEnd(EndRecord.CAUSE_KILL);
      victim = child;
    }
    if (victim == null) {
      return;
    }
    if (!launch.isJavaCommand()) {
      // The JVM is a descendant of the script that was started.
      victim.descendants().forEach(ProcessHandle::destroyForcibly);
    }
    victim.destroyForcibly();
  }

  /**
   * Replaces the present incarnation: TERM, after {@code timeout} KILL, then a start that does not
   * count as one after a crash. A start that is being delayed is made at once.
   *
   * @return the new process id, 0 if the application ended for good instead
   */
  public long restart(Duration timeout) throws InterruptedException {
    Process old;
    int startsBefore;
    synchronized (this) {
      if (wish == Wish.STOP || child == null) {
        return 0;
      }
      wish = Wish.RESTART;
      wishCause = EndRecord.CAUSE_RESTART;
      old = child;
      startsBefore = startCount;
      notifyAll();
    }
    Signals.send(old, "TERM");
    if (!old.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      old.destroyForcibly();
    }
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    synchronized (this) {
      while (startCount == startsBefore && System.nanoTime() < deadlineNs) {
        wait(100);
      }
      return startCount == startsBefore ? 0 : child.pid();
    }
  }

  /** The process of the present incarnation, null before the first start. */
  public synchronized Process child() {
    return child;
  }

  public synchronized int restartCount() {
    return restartCount;
  }

  /** Milliseconds until the next start while one is being delayed, else 0. */
  public synchronized long nextStartMs() {
    return isDelaying ? Math.max(1, TimeUnit.NANOSECONDS.toMillis(nextStartNs - clock.nowNs())) : 0;
  }
}
