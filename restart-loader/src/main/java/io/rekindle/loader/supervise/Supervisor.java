package io.rekindle.loader.supervise;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.EndsLog;
import io.rekindle.loader.store.LastFailure;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts one application, waits for its end, and starts it again until it has ended for good.
 *
 * <p>Threads: {@link #run} belongs to one thread, the others leave a {@link Wish} under the lock of
 * this object. Lifetime: one call of {@code run}.
 *
 * <p>Invariants: there is at most one living child; no child is started once a stop is wished for;
 * between an end and the next start nothing is read or written but the owner's lock file, which the
 * next incarnation overwrites.
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
  private final NameFolder folder;
  private final LifecycleLog log;
  private final EndsLog ends;
  private final LastFailure lastFailure;
  private final RestartWindow window;
  private final ProcessBuilder builder;
  private final List<String> command;

  private Wish wish = Wish.NONE;
  private String pendingSignal = "";
  private Process child;
  private int startCount;
  private int restartCount;
  private int incarnation;
  private long childStartedMs;

  /** Prepares everything that a start needs; starts nothing. */
  public Supervisor(
      LaunchRecord launch,
      StartCommand start,
      NameFolder folder,
      LifecycleLog log,
      LongSupplier clockNs) {
    this.launch = launch;
    this.folder = folder;
    this.log = log;
    this.ends = new EndsLog(folder);
    this.lastFailure = new LastFailure(folder);
    this.window =
        new RestartWindow(
            launch.maxRestarts(), TimeUnit.MILLISECONDS.toNanos(launch.windowMs()), clockNs);
    this.command = start.command();
    this.incarnation = folder.incarnationMax();
    this.builder = new ProcessBuilder(command).inheritIO().directory(launch.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(start.environment());
    builder
        .environment()
        .put("REKINDLE_LAUNCHER_PID", String.valueOf(ProcessHandle.current().pid()));
    builder.environment().put("REKINDLE_PREVIOUS_EXIT", previousExit());
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
      int code = waitFor(ended);
      long endedMs = System.currentTimeMillis();
      long startedMs = childStartedMs;
      int endedIncarnation = incarnationOf(ended.pid());
      Ending ending = new Ending(code);
      String verdict = judge(ending);
      if (verdict.equals(EndRecord.RESTARTED)) {
        verdict = restart(ending);
      }
      String what =
          "incarnation %d ended %s after %s"
              .formatted(
                  endedIncarnation, ending.phrase(), LifecycleLog.seconds(endedMs - startedMs));
      String hsErr = CrashReport.find(command, launch.directory(), ended.pid());
      record(
          new EndRecord(endedIncarnation, ended.pid(), ending, startedMs, endedMs, hsErr, verdict));
      if (verdict.equals(EndRecord.RESTARTED)) {
        restartCount++;
        log.line(what + "; restarting" + restartNote(hsErr));
      } else {
        return conclude(verdict, ending, what, hsErr);
      }
    }
  }

  private String judge(Ending ending) {
    synchronized (this) {
      if (wish == Wish.STOP) {
        return EndRecord.STOPPED;
      }
      if (wish == Wish.RESTART) {
        return EndRecord.RESTARTED;
      }
    }
    if (ending.code() == ExitCode.OK || ending.isByRequest()) {
      return EndRecord.ENDED;
    }
    Optional<String> refusal = lastFailure.messageFor(ending.code());
    if (refusal.isPresent()) {
      log.line("not restarted, the agent says: " + refusal.get());
      return EndRecord.REFUSED;
    }
    return window.tryRestart() ? EndRecord.RESTARTED : EndRecord.CRASH_LOOP;
  }

  /** What became of the attempt. */
  private String restart(Ending ending) {
    builder.environment().put("REKINDLE_PREVIOUS_EXIT", ending.token());
    try {
      return startNext() ? EndRecord.RESTARTED : EndRecord.STOPPED;
    } catch (IOException e) {
      log.line("the next incarnation could not be started: " + e.getMessage());
      return EndRecord.START_FAILED;
    }
  }

  /** False if a stop came first. */
  private synchronized boolean startNext() throws IOException {
    if (wish == Wish.STOP && startCount > 0) {
      return false;
    }
    child = builder.start();
    wish = wish == Wish.STOP ? Wish.STOP : Wish.NONE;
    childStartedMs = System.currentTimeMillis();
    startCount++;
    incarnation++;
    if (!pendingSignal.isEmpty()) {
      Signals.send(child, pendingSignal);
      pendingSignal = "";
    }
    notifyAll();
    return true;
  }

  private String restartNote(String hsErr) {
    String crash = hsErr.isEmpty() ? "" : " (crash report: " + hsErr + ")";
    return window.restartCount() == 0
        ? crash
        : " (%d of %d in %d s)"
                .formatted(window.restartCount(), launch.maxRestarts(), launch.windowMs() / 1000)
            + crash;
  }

  private Outcome conclude(String verdict, Ending ending, String what, String hsErr) {
    int launcherCode = ending.code();
    switch (verdict) {
      case EndRecord.CRASH_LOOP -> {
        log.line(what + (hsErr.isEmpty() ? "" : " (crash report: " + hsErr + ")"));
        log.line(
            "crash loop: restarts=%d, period=%d s; not restarted. The state is kept. To see how it"
                    .formatted(launch.maxRestarts(), launch.windowMs() / 1000)
                + " ended each time, look at "
                + folder.ends()
                + "; to start it again, run: restart-loader run --name "
                + launch.name());
      }
      case EndRecord.START_FAILED -> launcherCode = ExitCode.ENVIRONMENT;
      default -> {
        if (ending.code() != ExitCode.OK) {
          log.line(what);
        }
      }
    }
    return new Outcome(launch.name(), startCount, restartCount, ending, verdict, launcherCode);
  }

  private void record(EndRecord end) {
    try {
      ends.append(end);
    } catch (IOException e) {
      LOG.warn("can't record the end of an incarnation: file={}: {}", folder.ends(), e.toString());
    }
  }

  /** The number that the agent took; our own count if it took none. */
  private int incarnationOf(long pid) {
    incarnation =
        LockText.read(folder.ownerLock())
            .filter(text -> text.pid() == pid && text.incarnation() != NameFolder.NULL_INCARNATION)
            .map(LockText::incarnation)
            .orElse(incarnation);
    return incarnation;
  }

  private String previousExit() {
    List<EndRecord> known = ends.read();
    if (known.isEmpty()) {
      return incarnation == NameFolder.NULL_INCARNATION ? "none" : "unknown";
    }
    EndRecord last = known.get(known.size() - 1);
    boolean isNewest = incarnation == 0 || last.incarnation() == incarnation;
    return isNewest ? last.ending().token() : "unknown";
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
    synchronized (this) {
      wish = Wish.STOP;
      if (child == null) {
        pendingSignal = signal;
        return;
      }
    }
    if (signal.equals("INT") && Terminal.isForeground()) {
      // The terminal has sent it to the application as well.
      return;
    }
    Signals.send(child(), signal);
  }

  /** Ends the application for good, as TERM does. Returns at once. */
  public void stop() {
    onSignal("TERM");
  }

  /** Ends the application for good and at once: no shutdown hook runs. */
  public void kill() {
    Process victim;
    synchronized (this) {
      wish = Wish.STOP;
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
   * count as one after a crash.
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
      old = child;
      startsBefore = startCount;
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
}
