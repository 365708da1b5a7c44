package io.rekindle.loader.cli;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.AgentJar;
import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.ControllerMarks;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.LauncherLock;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.store.SupervisionFile;
import io.rekindle.loader.store.SupervisionRecord;
import io.rekindle.loader.supervise.GuardianKeeper;
import io.rekindle.loader.supervise.LifecycleLog;
import io.rekindle.loader.supervise.Outcome;
import io.rekindle.loader.supervise.Succession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code guard}: waits for the end of a controller and controls the application in its place.
 * Started by a controller, not by people.
 */
@Command(
    name = GuardCommand.VERB,
    hidden = true,
    description = "Go on supervising when the loader with the given pid has ended.")
final class GuardCommand implements Callable<Integer> {
  static final String VERB = "guard";

  /** Others hold the lock for a moment only, to see whether the name's owner lives. */
  private static final long LOCK_WITHIN_NS = TimeUnit.SECONDS.toNanos(5);

  private static final long LOCK_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(10);

  @Mixin private StoreOptions storeOptions;

  @Option(names = "--name", required = true, paramLabel = "N", description = "The name.")
  private String name;

  @Option(names = "--watch", required = true, paramLabel = "PID", description = "The controller.")
  private long controller;

  @Override
  public Integer call() throws IOException {
    GuardianKeeper.ignoreSignals();
    Store store = storeOptions.store();
    NameFolder folder = store.name(name);
    ControllerMarks marks = new ControllerMarks(folder);
    // Not used: what is loaded now need not be loaded in the moment that counts.
    plan(store, folder);
    SupervisionFile.read(folder);
    marks.awaitEnd(controller);
    Optional<SupervisionRecord> left = SupervisionFile.read(folder);
    if (left.isEmpty()) {
      return 0;
    }
    LifecycleLog log = new LifecycleLog(System.err, name);
    Guardian next = Guardian.of(folder, log, marks, left.get().resultFile());
    next.start();
    Outcome outcome;
    try (LauncherLock lock = acquire(folder)) {
      outcome = succeed(store, folder, log, next, lock);
    } catch (LoaderException e) {
      next.abandon();
      throw e;
    }
    return outcome.launcherCode();
  }

  private static StartCommand plan(Store store, NameFolder folder) {
    LaunchRecord launch = launchOf(folder);
    Path agentJar =
        AgentJar.find(
            launch.agent().isEmpty() ? null : Path.of(launch.agent()),
            System.getenv().getOrDefault("REKINDLE_AGENT", ""),
            store);
    return StartCommand.of(launch, agentJar, store.folder());
  }

  private static LaunchRecord launchOf(NameFolder folder) {
    return LaunchRecord.read(folder)
        .orElseThrow(() -> LoaderException.environment("no launch record: name=" + folder.name()));
  }

  private static LauncherLock acquire(NameFolder folder) throws IOException {
    long deadlineNs = System.nanoTime() + LOCK_WITHIN_NS;
    while (true) {
      try {
        return LauncherLock.acquire(folder, System.currentTimeMillis());
      } catch (LoaderException e) {
        if (System.nanoTime() - deadlineNs > 0) {
          throw e;
        }
        LockSupport.parkNanos(LOCK_RETRY_NS);
      }
    }
  }

  /** {@code held} is what gives the right to. */
  private Outcome succeed(
      Store store, NameFolder folder, LifecycleLog log, Guardian next, LauncherLock held)
      throws IOException {
    // Somebody may have adopted and ended the application before the lock was ours.
    Optional<SupervisionRecord> left = SupervisionFile.read(folder);
    if (left.isEmpty()) {
      next.close();
      return new Outcome(name, 0, 0, null, "ended", 0);
    }
    LaunchRecord launch = launchOf(folder);
    Succession found = Succession.find(folder, left.get(), launch.membership().isGrouped());
    if (found.isConcluded()) {
      next.close();
      return new Outcome(name, 0, 0, found.end().ending(), found.end().outcome(), 0);
    }
    log.line(
        "the loader, pid "
            + controller
            + ", ended; its guardian, pid "
            + ProcessHandle.current().pid()
            + ", goes on");
    Supervision supervision = Supervision.of(launch, plan(store, folder), folder, log, next);
    Outcome outcome = supervision.succeed(found);
    String resultFile = left.get().resultFile();
    new ResultFile(resultFile.isEmpty() ? null : Path.of(resultFile), name).write(outcome);
    return outcome;
  }
}
