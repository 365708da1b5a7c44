package io.rekindle.loader.supervise;

import io.rekindle.loader.store.LaunchRecord;
import io.rekindle.loader.store.LockText;
import io.rekindle.loader.store.NameFolder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an incarnation, be it a script around the JVM: that one is ended too, and before the script,
 * which would leave it behind with the name. Safe from any thread.
 */
final class OrderlyEnd {
  private static final Logger LOG = LoggerFactory.getLogger(OrderlyEnd.class);

  private final boolean isScript;
  private final NameFolder folder;

  OrderlyEnd(LaunchRecord launch, NameFolder folder) {
    this.isScript = !launch.isJavaCommand();
    this.folder = folder;
  }

  /** Sends a signal to the JVM and to the script around it; returns at once. */
  void signal(Child victim, String signal) {
    jvmBelow(victim).ifPresent(jvm -> Signals.send(jvm, signal));
    victim.signal(signal);
  }

  /** TERM, after {@code timeout} KILL; returns when it has ended. */
  void terminate(Child victim, Duration timeout) throws InterruptedException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    Optional<ProcessHandle> jvm = jvmBelow(victim);
    if (jvm.isPresent()) {
      Signals.send(jvm.get(), "TERM");
      if (!awaitEnd(jvm.get(), timeout)) {
        destroy(victim);
      }
    }
    victim.signal("TERM");
    if (!victim.await(Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime())))) {
      destroy(victim);
    }
  }

  /** As KILL does, with all that a script has started. */
  void destroy(Child victim) {
    new WatchedChild(victim, isScript).kill();
  }

  /** The owner of the name, if a script has started it. */
  private Optional<ProcessHandle> jvmBelow(Child victim) {
    if (!isScript) {
      return Optional.empty();
    }
    return folder
        .liveOwner()
        .map(LockText::pid)
        .filter(pid -> pid != victim.pid() && new WatchedChild(victim, true).includes(pid))
        .flatMap(ProcessHandle::of);
  }

  private static boolean awaitEnd(ProcessHandle process, Duration timeout)
      throws InterruptedException {
    try {
      process.onExit().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      LOG.debug("can't wait for the end of pid {}", process.pid(), e);
      return !process.isAlive();
    }
  }
}
