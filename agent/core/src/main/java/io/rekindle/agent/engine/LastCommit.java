package io.rekindle.agent.engine;

import io.rekindle.agent.AgentThread;
import io.rekindle.agent.log.Log;
import java.util.concurrent.TimeUnit;

/**
 * The commit at the end of the JVM, in a thread of its own: it may wait for the application without
 * end, as for a claim whose {@code @AfterRestore} method hangs, or for a monitor that a capture
 * needs; and a JVM that was told to end has to end.
 */
final class LastCommit {

  private static final Log LOG = Log.of(LastCommit.class);

  /** Service managers kill after 10 s (Docker) to 90 s (systemd); a capture takes less. */
  private static final long WAIT_MS_MAX = TimeUnit.SECONDS.toMillis(8);

  private final Commits commits;

  LastCommit(Commits commits) {
    this.commits = commits;
  }

  /**
   * Commits all changes, or gives up.
   *
   * @return false if it was given up; the state is as of the last commit then
   */
  boolean run() {
    Thread thread = AgentThread.of("last-commit", this::commit);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      // No thread to be had: better to wait than to lose changes.
      commit();
      return true;
    }
    boolean isInterrupted = false;
    try {
      thread.join(WAIT_MS_MAX);
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    if (!thread.isAlive()) {
      return true;
    }
    LOG.error(
        "no last commit: it still waits after {} ms, so the state stays as of sequence={}, and"
            + " changes since then are lost. lock={}. Let no @AfterRestore method wait for ever,"
            + " and do not lock on captured objects. The log has the place where it waits.",
        WAIT_MS_MAX,
        commits.sequence(),
        commits.lock(),
        stackOf(thread));
    return false;
  }

  private void commit() {
    commits.lookAgain();
    commits.commit();
  }

  /** For the log, which prints stacks of throwables. */
  private static Throwable stackOf(Thread thread) {
    Throwable stack = new IllegalStateException("thread " + thread.getName() + " waits");
    stack.setStackTrace(thread.getStackTrace());
    return stack;
  }
}
