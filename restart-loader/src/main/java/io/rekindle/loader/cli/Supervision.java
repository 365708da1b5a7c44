package io.rekindle.loader.cli;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.group.NameDisposal;
import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.ProcessIdentity;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.supervise.Clock;
import io.rekindle.loader.supervise.ControlServer;
import io.rekindle.loader.supervise.LifecycleLog;
import io.rekindle.loader.supervise.Outcome;
import io.rekindle.loader.supervise.Succession;
import io.rekindle.loader.supervise.Supervisor;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Puts together what supervises one name in this process: the supervisor, its signals and its
 * socket. The caller holds the launcher lock.
 */
final class Supervision {
  private final Supervisor supervisor;
  private final LaunchRecord launch;
  private final NameFolder folder;

  private final Guardian guardian;

  private Supervision(
      Supervisor supervisor, LaunchRecord launch, NameFolder folder, Guardian guardian) {
    this.launch = launch;
    this.supervisor = supervisor;
    this.folder = folder;
    this.guardian = guardian;
  }

  /** Prepares the supervision of a launch; signals to this process are the application's now. */
  static Supervision of(
      LaunchRecord launch,
      StartCommand start,
      NameFolder folder,
      LifecycleLog log,
      Guardian guardian) {
    Supervisor supervisor =
        new Supervisor(
            launch,
            start,
            folder,
            log,
            Clock.SYSTEM,
            () -> ThreadLocalRandom.current().nextDouble());
    supervisor.requests().forwardSignals();
    guardian.keepRecordOf(supervisor);
    return new Supervision(supervisor, launch, folder, guardian);
  }

  /**
   * Starts the application and stays until it has ended for good, or a hook says otherwise.
   *
   * @throws io.rekindle.loader.LoaderException if it can't be started
   */
  Outcome run(FirstStart first) throws IOException {
    Outcome outcome =
        supervise(
            () -> {
              first.prepare();
              supervisor.start();
              return first.finish(supervisor.requests().child()::isAlive);
            });
    if (outcome.isFailure()) {
      first.tellFailure();
    }
    return outcome;
  }

  /**
   * Stays until an application that runs already, and what follows it, has ended for good.
   *
   * @param incarnation the number that the agent in it took, or none
   */
  Outcome adopt(ProcessIdentity process, int incarnation) throws IOException {
    return supervise(
        () -> {
          supervisor.adopt(process, process.startedMs(), incarnation);
          return ExitCode.OK;
        });
  }

  /** Goes on where a controller died, as its guardian. */
  Outcome succeed(Succession found) throws IOException {
    // Who asks finds the application, not a loader that knows of none yet.
    supervisor.resume(found);
    return supervise(() -> ExitCode.OK);
  }

  /** Has something to supervise; the code of a hook that wants no supervision, else 0. */
  private interface Beginning {
    int begin() throws IOException;
  }

  private Outcome supervise(Beginning beginning) throws IOException {
    ControlServer control = ControlServer.open(supervisor, folder, guardian::pid);
    try {
      int hookCode = beginning.begin();
      if (hookCode != ExitCode.OK) {
        return supervisor.release(hookCode);
      }
      guardian.start();
      return supervisor.supervise();
    } finally {
      guardian.close();
      control.close();
      if (supervisor.isGroupEnded()) {
        NameDisposal.dispose(
            Store.at(folder.path().getParent()), folder, launch.membership().onGroupEnd());
      }
    }
  }
}
