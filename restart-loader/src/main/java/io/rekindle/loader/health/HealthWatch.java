package io.rekindle.loader.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.loader.store.HealthSettings;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Watches one incarnation of a name after another. Without anything to look at it has no threads
 * and says nothing. Safe from any thread.
 */
public final class HealthWatch {
  /** Nothing but the process itself is looked at. */
  public static final String OFF = "off";

  private final Environment environment;

  /** Whether what is started is started for a debugger. */
  private final boolean isForDebugger;

  private volatile IncarnationWatch current;

  /**
   * A watch for {@code launch}.
   *
   * @param nowNs nanoseconds since an arbitrary moment, never going back
   * @param log takes one line an event
   */
  public HealthWatch(
      LaunchRecord launch, NameFolder folder, LongSupplier nowNs, Consumer<String> log) {
    this.isForDebugger = DebuggerOption.isIn(launch);
    this.environment =
        new Environment(
            launch.health(),
            folder,
            launch.directory(),
            new Suspension(),
            new ThreadDumps(folder, jcmd(launch)),
            nowNs,
            log);
  }

  private static Path jcmd(LaunchRecord launch) {
    boolean isRefused = launch.command().contains("-XX:+DisableAttachMechanism");
    if (!launch.isJavaCommand() || isRefused) {
      return null;
    }
    Path jcmd = Path.of(launch.java().executable()).resolveSibling("jcmd");
    return Files.isExecutable(jcmd) ? jcmd : null;
  }

  /** A new incarnation runs in {@code process}; the one before is no longer looked at. */
  public void started(Watched process) {
    environment.suspension.began(isForDebugger);
    watch(environment.settings, process, System.currentTimeMillis(), 0);
  }

  /**
   * The present incarnation is one that was started at {@code startedMs} by somebody else. It has
   * as much time to become ready as if it were started now.
   *
   * @param hasAgent whether there is an agent in it; if not, nothing is expected that needs one
   */
  public void adopted(Watched process, long startedMs, boolean hasAgent) {
    environment.suspension.began(LoadedDebugger.isIn(process.pid()));
    long uptimeMs = Math.max(0, System.currentTimeMillis() - startedMs);
    HealthSettings settings = environment.settings;
    if (!hasAgent) {
      settings = Targets.withoutAgent(settings);
      if (!settings.equals(environment.settings)) {
        environment.log(
            "without the agent it can't be asked for heartbeats, readiness or deadlocks");
      }
    }
    watch(settings, process, startedMs, uptimeMs);
  }

  private synchronized void watch(
      HealthSettings settings, Watched process, long startedMs, long uptimeMs) {
    ending();
    IncarnationWatch next =
        new IncarnationWatch(environment, settings, process, startedMs, uptimeMs);
    current = next;
    if (settings.isWatching()) {
      next.start();
    }
  }

  /** The present incarnation was told to end: it may take its time. */
  public void ending() {
    IncarnationWatch watch = current;
    if (watch != null) {
      watch.close();
    }
  }

  /** The present incarnation has ended; returns what there is to say of it. */
  public Finding ended() {
    IncarnationWatch watch = current;
    if (watch == null) {
      return Finding.NONE;
    }
    watch.close();
    return watch.finding();
  }

  /**
   * How long the present incarnation has been of use: since it was ready if a start has to come to
   * that, 0 if it never was; otherwise since it was started.
   */
  public long settledMs() {
    IncarnationWatch watch = current;
    return watch == null ? 0 : TimeUnit.NANOSECONDS.toMillis(watch.settledNs(environment.nowNs()));
  }

  /** To suspend and resume. */
  public Suspension suspension() {
    return environment.suspension;
  }

  /** Whether there is anything to suspend. */
  public boolean isWatching() {
    return environment.settings.isWatching();
  }

  /** {@link #OFF}, or the word for the state of its suspension. */
  public String stateWord() {
    return isWatching() ? environment.suspension.state().word() : OFF;
  }

  /** What is known of the present incarnation, for the launcher's socket. */
  public void putInto(ObjectNode node) {
    HealthSettings settings = environment.settings;
    IncarnationWatch watch = current;
    node.put("watch", stateWord());
    node.put("heartbeatMs", settings.heartbeatMs());
    settings.probes().forEach(node.putArray("probes")::add);
    if (watch != null) {
      Finding finding = watch.finding();
      node.put("started", watch.isStarted())
          .put("startedMs", watch.startedMs())
          .put("readyMs", finding.readyMs())
          .put("missedBeats", watch.missedCount())
          .put("beats", watch.beatCount());
    }
  }

  /**
   * What all incarnations have in common.
   *
   * @param directory the working directory
   */
  record Environment(
      HealthSettings settings,
      NameFolder folder,
      Path directory,
      Suspension suspension,
      ThreadDumps dumps,
      LongSupplier clock,
      Consumer<String> lines) {
    private static final long PROBE_TIMEOUT_MS_MIN = 1000;

    long nowNs() {
      return clock.getAsLong();
    }

    void log(String line) {
      lines.accept(line);
    }

    Path heartbeatFile() {
      return new io.rekindle.codec.store.NameFolder(folder.path()).heartbeat();
    }

    Path agentSocket() {
      return folder.agentSocket();
    }

    /** A JVM that collects garbage for half a second is no hung one. */
    Duration probeTimeout() {
      return Duration.ofMillis(Math.max(settings.probeMs(), PROBE_TIMEOUT_MS_MIN));
    }

    /** For people. */
    String incarnation(Watched process) {
      return LockText.read(folder.ownerLock())
          .filter(owner -> process.includes(owner.pid()))
          .map(owner -> "incarnation " + owner.incarnation())
          .orElse("the application");
    }

    /** Sees whether a debugger may be what stops it; if so the watch is suspended from now on. */
    boolean isUnderDebugger(Watched process) {
      if (!LoadedDebugger.isIn(process.pid())) {
        return false;
      }
      suspension.began(true);
      boolean isSuspended = suspension.state() == Suspension.State.DEBUGGER;
      if (isSuspended) {
        log("not ended, as the agent for debuggers is in it: the watch is suspended");
      }
      return isSuspended;
    }

    /** Whether the application in {@code process} has said that its end is intended. */
    boolean isDeclaredClean(Watched process) {
      return LockText.read(folder.cleanExit())
          .filter(declared -> process.includes(declared.pid()))
          .isPresent();
    }
  }
}
