package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.launch.AttachedAgent;
import io.rekindle.loader.launch.StartCommand;
import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.store.Store;
import io.rekindle.loader.supervise.LifecycleLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Has the state of a JVM captured that runs already: the agent is loaded into it. */
final class CapturedApplication {
  private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(30);

  private final long pid;
  private final NameFolder folder;
  private final LifecycleLog log;

  CapturedApplication(long pid, NameFolder folder, LifecycleLog log) {
    this.pid = pid;
    this.folder = folder;
    this.log = log;
  }

  /**
   * Loads the agent, and waits for its first commit.
   *
   * @return the application, with the agent in it
   * @throws LoaderException if the agent is not in it; the application goes on
   */
  RunningApplication begin(LaunchRecord launch, Path agentJar, Store store) throws IOException {
    refuseIfStateIsStored();
    AttachedAgent.load(
        pid, agentJar, StartCommand.attachedArgument(launch, store.folder()), folder);
    RunningApplication application = RunningApplication.ofPid(pid, store, folder);
    if (!application.hasAgent()) {
      throw LoaderException.temporary(
          "the agent did not start, the application goes on: pid="
              + pid
              + ". Its stderr may say why; or it has this agent already, which did not start");
    }
    tellFirstCommit();
    return application;
  }

  private void refuseIfStateIsStored() throws IOException {
    if (!folder.hasState()) {
      return;
    }
    try (StateImage image = StoredState.open(folder)) {
      if (!image.roots().isEmpty()) {
        throw LoaderException.usage(
            "the name has stored state, which a running application can't be given: name="
                + folder.name()
                + ", sequence="
                + image.sequence()
                + ". To start it with that state, use restart-loader run; to capture this one,"
                + " choose another name");
      }
    }
  }

  /** The agent stays, whatever comes of it: it can't be unloaded. */
  private void tellFirstCommit() {
    try {
      ObjectNode commit = Control.ask(folder.agentSocket(), "checkpoint", COMMIT_TIMEOUT);
      long sequence = commit.path("sequence").asLong();
      log.line(
          sequence == 0
              ? "nothing to capture was found so far: no static field that --state names, or that"
                  + " is annotated with @State, is in use"
              : "its state is captured, and compared with what is stored at each interval: commit "
                  + sequence);
    } catch (LoaderException e) {
      log.line("its state is not stored so far: " + e.getMessage());
    }
  }
}
