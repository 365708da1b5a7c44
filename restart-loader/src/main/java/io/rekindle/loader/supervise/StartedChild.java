package io.rekindle.loader.supervise;

import io.rekindle.loader.store.Ending;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A child that this process has started: its exit code is known. */
record StartedChild(Process process) implements Child {
  private static final Logger LOG = LoggerFactory.getLogger(StartedChild.class);

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public Ending await() {
    while (true) {
      try {
        return new Ending(process.waitFor());
      } catch (InterruptedException e) {
        LOG.debug("interrupted while waiting for the application; waiting on", e);
      }
    }
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void signal(String name) {
    Signals.send(process.toHandle(), name);
  }

  @Override
  public void destroyForcibly() {
    process.destroyForcibly();
  }

  @Override
  public void destroyTree() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
