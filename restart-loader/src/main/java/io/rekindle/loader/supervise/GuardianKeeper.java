package io.rekindle.loader.supervise;

import io.rekindle.loader.store.ControllerMarks;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a guardian beside this process: a second JVM that waits for the end of this one and then
 * controls the application in its place. One that dies is replaced.
 *
 * <p>Threads: a daemon thread waits for the guardian; {@link #close} may come from any. Lifetime:
 * as long as this process controls the name.
 */
public final class GuardianKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GuardianKeeper.class);

  /** A guardian that ends sooner did not come up; the next one is not started at once then. */
  private static final long STABLE_NS = TimeUnit.SECONDS.toNanos(2);

  private static final long DELAY_MIN_MS = 500;
  private static final long DELAY_MAX_MS = 30_000;

  private final ControllerMarks marks;
  private final List<String> command;
  private final LifecycleLog log;
  private Process guardian;
  private boolean isClosed;

  /**
   * A keeper that has started nothing yet.
   *
   * @param command of a guardian that watches this process
   */
  public GuardianKeeper(ControllerMarks marks, List<String> command, LifecycleLog log) {
    this.marks = marks;
    this.command = command;
    this.log = log;
  }

  /** The guardian's signals mean nothing to it: whoever wants an end tells the controller. */
  public static void ignoreSignals() {
    SignalForwarding.install(signal -> LOG.debug("ignored: SIG{}", signal));
  }

  /** Starts a guardian. To be called once; the application is not kept waiting for it. */
  public void start() {
    try {
      marks.markSelf();
    } catch (IOException e) {
      log.line("no guardian: there is nothing it could wait on: " + e.getMessage());
      return;
    }
    try {
      startNext();
    } catch (IOException e) {
      log.line("no guardian so far: it could not be started: " + e.getMessage());
    }
    Thread thread = new Thread(this::keep, "rekindle-guardian");
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized boolean startNext() throws IOException {
    if (isClosed) {
      return false;
    }
    // The standard streams are for applications that the guardian may have to start.
    guardian = new ProcessBuilder(command).inheritIO().start();
    return true;
  }

  private void keep() {
    long delayMs = DELAY_MIN_MS;
    try {
      while (true) {
        long startedNs = System.nanoTime();
        Process present = present();
        if (present != null) {
          present.waitFor();
        }
        if (isClosed()) {
          return;
        }
        if (System.nanoTime() - startedNs < STABLE_NS) {
          awaitClose(delayMs);
          delayMs = Math.min(DELAY_MAX_MS, delayMs * 2);
        } else {
          delayMs = DELAY_MIN_MS;
        }
        replace(present);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says each time that there is none: until there is one, nobody takes over. */
  private void replace(Process ended) {
    String before = ended == null ? "" : "guardian pid " + ended.pid() + " ended; ";
    try {
      if (startNext()) {
        log.line(
            before + "guardian pid " + pid() + (ended == null ? " started" : " takes its place"));
      }
    } catch (IOException e) {
      log.line(before + "no guardian so far: it could not be started: " + e.getMessage());
    }
  }

  private synchronized Process present() {
    return guardian;
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  private synchronized void awaitClose(long ms) throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    while (!isClosed && deadlineNs - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, deadlineNs - System.nanoTime());
    }
  }

  /** The guardian's process id, 0 if there is none. */
  public synchronized long pid() {
    return guardian != null && guardian.isAlive() ? guardian.pid() : 0;
  }

  /** Ends the guardian and waits for that, so that it sees no end of this process. Idempotent. */
  @Override
  public void close() {
    Process last;
    synchronized (this) {
      isClosed = true;
      last = guardian;
      notifyAll();
    }
    if (last != null) {
      last.destroyForcibly();
      new StartedChild(last).await();
    }
  }
}
