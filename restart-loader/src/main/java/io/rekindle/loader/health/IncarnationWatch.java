package io.rekindle.loader.health;

import io.rekindle.codec.store.Heartbeat;
import io.rekindle.loader.store.HealthSettings;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one incarnation: first its start, then its beats and probes, each in a thread of its own,
 * since a probe may have to wait. Ends it if something is wrong.
 *
 * <p>Threads: any. Lifetime: from the start of the process until {@link #close}.
 *
 * <p>Invariant: once closed, it ends nothing.
 */
final class IncarnationWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IncarnationWatch.class);

  private final HealthWatch.Environment environment;
  private final HealthSettings settings;
  private final Watched process;
  private final Declarations declarations;
  private final MissedBeats missed;

  /** When the watch began; later than the start if the process was adopted. */
  private final long beganNs;

  private final long startedNs;
  private final long startedMs;
  private final ScheduledExecutorService looks;

  /** The look at the start, which ends with it; set before it first looks. */
  private ScheduledFuture<?> starting;

  private boolean isClosed;
  private boolean isReady;
  private boolean isCondemned;
  private long readyNs;
  private long readyMs;
  private String cause = "";
  private String threads = "";

  /**
   * A watch over {@code process}.
   *
   * @param settings what of it is watched
   * @param startedMs when it was started
   * @param uptimeMs how long ago that was
   */
  IncarnationWatch(
      HealthWatch.Environment environment,
      HealthSettings settings,
      Watched process,
      long startedMs,
      long uptimeMs) {
    this.environment = environment;
    this.settings = settings;
    this.process = process;
    this.declarations = new Declarations(environment.heartbeatFile(), process);
    this.missed = new MissedBeats(settings.missedLow(), settings.missedHigh());
    this.beganNs = environment.nowNs();
    this.startedNs = beganNs - TimeUnit.MILLISECONDS.toNanos(uptimeMs);
    this.startedMs = startedMs;
    this.looks = executor(settings);
  }

  private static ScheduledExecutorService executor(HealthSettings settings) {
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "rekindle-health");
          thread.setDaemon(true);
          return thread;
        };
    int beats = settings.expectsBeats() ? 1 : 0;
    return new ScheduledThreadPoolExecutor(Math.max(1, beats + settings.probes().size()), daemons);
  }

  /** Begins to look. */
  void start() {
    if (!settings.expectsReady()) {
      watch(beganNs + TimeUnit.MILLISECONDS.toNanos(settings.startTimeoutMs()));
      return;
    }
    ReadyCondition condition =
        ReadyCondition.of(settings.ready(), environment.directory(), startedMs, declarations);
    StartLook start =
        new StartLook(
            condition.probe(),
            settings.startTimeoutMs(),
            beganNs,
            environment.suspension().follower(),
            this::ready);
    synchronized (this) {
      starting = schedule(start, 0, condition.pauseMs());
    }
  }

  private void ready() {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      starting.cancel(false);
      isReady = true;
      readyNs = environment.nowNs();
      long declaredMs = declarations.readyMs();
      readyMs = declaredMs == Heartbeat.NOT_READY ? System.currentTimeMillis() : declaredMs;
    }
    environment.log(
        "%s is ready after %d ms".formatted(environment.incarnation(process), readyMs - startedMs));
    watch(readyNs);
  }

  /** Looks at what tells that it works; {@code graceEndNs} is when it has to at the latest. */
  private void watch(long graceEndNs) {
    if (settings.expectsBeats()) {
      long intervalMs = settings.heartbeatMs();
      BeatLook beats =
          new BeatLook(
              missed,
              intervalMs,
              settings.missedHigh(),
              graceEndNs,
              declarations::beatCount,
              environment.suspension().follower(),
              environment::log);
      schedule(beats, intervalMs, intervalMs);
    }
    long probeMs = settings.probeMs();
    for (String target : settings.probes()) {
      Probe probe =
          target.equals(Targets.JVM)
              ? new JvmProbe(environment.agentSocket(), environment::log)
              : Targets.network(target);
      ProbeLook look =
          new ProbeLook(
              probe,
              settings.probeFailures(),
              environment.probeTimeout(),
              graceEndNs,
              environment.suspension().follower());
      schedule(look, probeMs, probeMs);
    }
  }

  /** Null if it is too late for a look. */
  private synchronized ScheduledFuture<?> schedule(Look look, long delayMs, long pauseMs) {
    return isClosed
        ? null
        : looks.scheduleWithFixedDelay(() -> look(look), delayMs, pauseMs, TimeUnit.MILLISECONDS);
  }

  private void look(Look look) {
    try {
      Optional<Symptom> symptom = look.at(environment.nowNs());
      if (symptom.isPresent()) {
        condemn(symptom.get());
      }
    } catch (InterruptedException e) {
      // Closed meanwhile.
    } catch (RuntimeException | Error e) {
      // The looks go on: neither a defect here nor a shortage may leave the application unwatched.
      LOG.warn("a look at the application failed", e);
    }
  }

  private void condemn(Symptom symptom) throws InterruptedException {
    synchronized (this) {
      if (isClosed || isCondemned || !process.isAlive()) {
        return;
      }
      isCondemned = true;
    }
    if (environment.isDeclaredClean(process)) {
      // It may take its time: see Rekindle.cleanExit().
      return;
    }
    environment.log(symptom.cause() + ": " + symptom.text());
    if (environment.isUnderDebugger(process)) {
      synchronized (this) {
        isCondemned = false;
      }
      return;
    }
    String dump = environment.dumps().take(process, environment::log);
    synchronized (this) {
      if (isClosed || environment.suspension().state() != Suspension.State.ACTIVE) {
        isCondemned = false;
        return;
      }
      if (!process.isAlive()) {
        return;
      }
      cause = symptom.cause();
      threads = dump;
      process.kill();
    }
  }

  /** Looks no more, and ends nothing from here on. */
  @Override
  public synchronized void close() {
    isClosed = true;
    looks.shutdownNow();
  }

  /** What was found. */
  synchronized Finding finding() {
    long toldMs = isReady ? readyMs : declarations.readyMs();
    return new Finding(cause, threads, toldMs);
  }

  /** Whether what a start has to come to was reached; true if there is nothing of the kind. */
  synchronized boolean isStarted() {
    return isReady || !settings.expectsReady();
  }

  /** How long it has been of use, as far as that is known. */
  synchronized long settledNs(long nowNs) {
    if (!isStarted()) {
      return 0;
    }
    return nowNs - (isReady ? readyNs : startedNs);
  }

  int missedCount() {
    return missed.count();
  }

  long beatCount() {
    return declarations.beatCount();
  }

  long startedMs() {
    return startedMs;
  }
}
