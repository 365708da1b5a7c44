package io.rekindle.loader.supervise;

import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.ProcessIdentity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A child that another process has started. The system tells the exit code to that one only, so
 * here it is unknown; and it tells nobody else of the end, so this one is looked for.
 */
record AdoptedChild(ProcessIdentity identity) implements Child {
  /** A look reads one small file of the kernel's: some microseconds. */
  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);

  @Override
  public long pid() {
    return identity.pid();
  }

  @Override
  public boolean isAlive() {
    return identity.isAlive();
  }

  @Override
  public Ending await() {
    while (identity.isAlive()) {
      LockSupport.parkNanos(POLL_NS);
    }
    return Ending.UNKNOWN;
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (identity.isAlive()) {
      if (System.nanoTime() > deadlineNs) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(POLL_NS);
    }
    return true;
  }

  @Override
  public void signal(String name) {
    handle().ifPresent(handle -> Signals.send(handle, name));
  }

  @Override
  public void destroyForcibly() {
    handle().ifPresent(ProcessHandle::destroyForcibly);
  }

  @Override
  public void destroyTree() {
    handle()
        .ifPresent(
            handle -> {
              handle.descendants().forEach(ProcessHandle::destroyForcibly);
              handle.destroyForcibly();
            });
  }

  /** Empty if it has ended: another process may have its id by now. */
  private Optional<ProcessHandle> handle() {
    return identity.isAlive() ? ProcessHandle.of(identity.pid()) : Optional.empty();
  }
}
