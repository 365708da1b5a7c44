package io.rekindle.loader.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rekindle.codec.store.StartHold;
import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import io.rekindle.loader.supervise.LifecycleLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What is done once, between the start of a process and the first line of the application: it is
 * held back until its state is read, sent a signal, and the hook of the success is run.
 */
final class FirstStart {
  private static final long STOPPED_WITHIN_NS = TimeUnit.SECONDS.toNanos(5);
  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private final NameFolder folder;
  private final StartOptions options;
  private final LifecycleLog log;
  private final RestoreDetails details;

  /** What the application waits for before it begins; null while it need not. */
  private StartHold hold;

  FirstStart(NameFolder folder, StartOptions options, LifecycleLog log) {
    this.folder = folder;
    this.options = options;
    this.log = log;
    this.details = new RestoreDetails(folder, log);
  }

  private io.rekindle.codec.store.NameFolder stored() {
    return new io.rekindle.codec.store.NameFolder(folder.path());
  }

  /**
   * To be called before the process is started. If this one dies, the application begins at once.
   *
   * @throws LoaderException if another process wants to act first
   */
  void prepare() throws IOException {
    if (options.wantsFirstStart()) {
      hold =
          StartHold.take(stored())
              .orElseThrow(
                  () ->
                      LoaderException.temporary(
                          "another start under the name is being held: name="
                              + folder.name()
                              + ". Ask again when it is done"));
    }
  }

  /**
   * To be called once the process is started, or could not be. Runs no hook if it ended before its
   * state was read, or if its agent can't be asked whether it is.
   *
   * @return the code of the hook, 0 if none was run
   */
  int finish(BooleanSupplier isAlive) throws IOException {
    try {
      if (hold == null) {
        return ExitCode.OK;
      }
      Optional<ObjectNode> status =
          AgentAnswer.await(folder, () -> isAlive.getAsBoolean() && hold.isInEffect());
      if (status.isEmpty()) {
        return ExitCode.OK;
      }
      if (options.diagnostics().tellsSuccess()) {
        details.tellSuccess(status.get());
      }
      options.signals().signal().ifPresent(this::send);
    } finally {
      if (hold != null) {
        hold.close();
      }
    }
    return options.hooks().runOnSuccess();
  }

  /** Tells why the restore failed, as far as that is wanted. */
  void tellFailure() {
    if (options.diagnostics().tellsFailure()) {
      details.tellFailure();
    }
  }

  /** To the JVM, which may be another process than the one that was started. */
  private void send(SignalName signal) {
    Optional<LockText> owner = folder.liveOwner();
    if (owner.isEmpty()) {
      log.line("it ended before it could be sent signal " + signal.word());
      return;
    }
    long pid = owner.get().pid();
    signal.send(pid);
    if (signal.isStop()) {
      awaitStopped(pid);
      log.line("stopped before its first line: to let it go on, run: kill -CONT " + pid);
    }
  }

  /** A signal that was sent may still be on its way; the application must not begin meanwhile. */
  private static void awaitStopped(long pid) {
    Path stat = Path.of("/proc", String.valueOf(pid), "stat");
    long startNs = System.nanoTime();
    while (System.nanoTime() - startNs < STOPPED_WITHIN_NS) {
      try {
        String text = Files.readString(stat);
        if (text.startsWith(" T", text.lastIndexOf(')') + 1)) {
          return;
        }
      } catch (IOException e) {
        return;
      }
      LockSupport.parkNanos(POLL_NS);
    }
  }
}
