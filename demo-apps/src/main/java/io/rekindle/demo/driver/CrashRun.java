package io.rekindle.demo.driver;

import io.rekindle.demo.harness.ConfirmedCount;
import io.rekindle.demo.harness.ProgressLine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One supervised run of an application from its first start to its end, with kills at given moments
 * in between. For one thread, for one run.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Only processes that named themselves in the progress lines of this run are killed, through
 *       handles taken while they ran, so that a pid that was given away again is never hit.
 *   <li>What was acknowledged is read by the restarted JVM itself before its first step: no later
 *       step can hide that an earlier one was lost.
 * </ul>
 */
public final class CrashRun implements AutoCloseable {

  private static final long POLL_NS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long NOT_YET = 0;

  private final Supervised application;
  private final Screen screen;
  private final List<KillMoment> moments;
  private final long deadlineNs;
  private final LineTail progress;
  private final ConfirmedCount confirmed;
  private final List<Restart> restarts = new ArrayList<>();

  private ProcessHandle jvm;
  private long incarnation;
  private boolean isStepDone;
  private boolean isDone;
  private int kills;
  private long dueNs = NOT_YET;
  private long killedPid;
  private long killNs = NOT_YET;
  private long mainNs;
  private ProgressLine ready;
  private long readyNs;

  private CrashRun(
      Supervised application,
      Screen screen,
      List<KillMoment> moments,
      Duration timeout,
      Workspace workspace)
      throws IOException {
    this.application = application;
    this.screen = screen;
    this.moments = moments;
    this.deadlineNs = System.nanoTime() + timeout.toNanos();
    this.confirmed = ConfirmedCount.open(workspace.confirmed());
    this.progress = LineTail.open(workspace.progress());
  }

  /**
   * Starts the application.
   *
   * @param name its registered name
   * @param command the command line of its JVM, with progress and confirmation in the workspace
   * @param moments when to kill it
   * @param timeout for the whole run
   */
  public static CrashRun start(
      Supervisor supervisor,
      String name,
      List<String> command,
      List<KillMoment> moments,
      Duration timeout,
      Workspace workspace,
      Screen screen)
      throws IOException {
    Supervised application = supervisor.start(name, command, workspace);
    try {
      return new CrashRun(application, screen, moments, timeout, workspace);
    } catch (IOException | RuntimeException failed) {
      application.close();
      throw failed;
    }
  }

  /**
   * Watches and kills until the application has ended for good.
   *
   * @return what came of each kill
   * @throws DemoFailure if it ended or restarted without reason, or did not end in time, or if this
   *     thread was interrupted
   */
  public List<Restart> await() throws IOException, DemoFailure {
    OptionalInt exitCode = application.exitCode();
    while (exitCode.isEmpty()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new DemoFailure("the demo took too long: " + whereItIs());
      }
      if (Thread.interrupted()) {
        throw new DemoFailure("interrupted: " + whereItIs());
      }
      readProgress();
      killIfDue();
      LockSupport.parkNanos(pauseNs());
      exitCode = application.exitCode();
    }
    readProgress();
    screen.clear();
    if (exitCode.getAsInt() != 0 || !isDone) {
      throw new DemoFailure(
          "the application ended early: code=" + exitCode.getAsInt() + ", " + whereItIs());
    }
    if (kills < moments.size()) {
      throw new DemoFailure("the application was done before the last kill: " + whereItIs());
    }
    return List.copyOf(restarts);
  }

  private String whereItIs() {
    return "kills="
        + kills
        + " of "
        + moments.size()
        + ", acknowledged="
        + confirmed.get()
        + ", incarnation="
        + incarnation;
  }

  private void readProgress() throws IOException, DemoFailure {
    for (String line : progress.poll()) {
      ProgressLine parsed = ProgressLine.parse(line);
      long now = System.nanoTime();
      switch (parsed.event()) {
        case "main" -> onMain(parsed, now);
        case "ready" -> onReady(parsed, now);
        case "first" -> onFirst(now);
        case "done" -> isDone = true;
        default ->
            screen.progress(
                "  %,d steps, JVM %d%s", parsed.number("position"), incarnation, killsSoFar());
      }
    }
  }

  private String killsSoFar() {
    return moments.isEmpty() ? "" : ", " + kills + " of " + moments.size() + " kills";
  }

  private void onMain(ProgressLine line, long now) throws DemoFailure {
    if (jvm != null) {
      throw new DemoFailure("the application was restarted without a kill: " + whereItIs());
    }
    long pid = line.number("pid");
    jvm =
        ProcessHandle.of(pid)
            .orElseThrow(() -> new DemoFailure("the application is gone: pid=" + pid));
    incarnation = Math.max(incarnation + 1, line.number("incarnation"));
    mainNs = now;
  }

  private void onReady(ProgressLine line, long now) {
    ready = line;
    readyNs = now;
  }

  private void onFirst(long now) {
    isStepDone = true;
    if (killNs == NOT_YET) {
      return;
    }
    Restart restart =
        new Restart(
            killedPid,
            ready.number("confirmed"),
            ready.number("position"),
            incarnation,
            mainNs - killNs,
            readyNs - killNs,
            now - killNs);
    restarts.add(restart);
    screen.line(
        "kill %d of %d (pid %d): main again after %d ms, first step after %d ms; "
            + "%,d steps acknowledged, %,d restored%s",
        kills,
        moments.size(),
        restart.pid(),
        Restart.millis(restart.mainNs()),
        Restart.millis(restart.firstNs()),
        restart.acknowledged(),
        restart.position(),
        restart.isStepLost() ? ": LOST" : "");
  }

  private void killIfDue() {
    if (kills == moments.size() || !isStepDone || isDone) {
      return;
    }
    KillMoment moment = moments.get(kills);
    if (dueNs == NOT_YET && confirmed.get() >= moment.position()) {
      dueNs = System.nanoTime() + moment.delayNs();
    }
    if (dueNs == NOT_YET || System.nanoTime() - dueNs < 0) {
      return;
    }
    kills++;
    killedPid = jvm.pid();
    killNs = System.nanoTime();
    jvm.destroyForcibly();
    jvm = null;
    isStepDone = false;
    dueNs = NOT_YET;
  }

  private long pauseNs() {
    return dueNs == NOT_YET ? POLL_NS : Math.min(POLL_NS, Math.max(1, dueNs - System.nanoTime()));
  }

  /** Ends whatever still runs. */
  @Override
  public void close() throws IOException {
    application.close();
    if (jvm != null) {
      jvm.destroyForcibly();
    }
    progress.close();
  }
}
