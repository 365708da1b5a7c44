package io.rekindle.agent.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock under which state is captured and restored. A capture calls methods of the application,
 * {@code hashCode} of keys for one, which may wait for a lock that a thread holds which waits for
 * the capture: {@link #lockUnlessAwaited} is how such a thread finds that out.
 */
final class CommitLock extends ReentrantLock {

  private static final long serialVersionUID = 1L;

  /** Longer than a commit takes as a rule: it takes a safepoint to look at threads. */
  private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(2);

  /** How many threads wait for each other at most. */
  private static final int CHAIN_MAX = 64;

  /**
   * Waits for the lock, unless its owner waits, perhaps through others, for a lock of the calling
   * thread. An interrupt is kept for the caller.
   *
   * @return false if the two would wait for each other for ever; the lock is not held then
   */
  boolean lockUnlessAwaited() {
    if (tryLock()) {
      return true;
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (tryLock(LOOK_NS, TimeUnit.NANOSECONDS)) {
            return true;
          }
          if (waitsForCurrent(getOwner())) {
            return false;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean waitsForCurrent(Thread owner) {
    if (owner == null) {
      return false;
    }
    long current = Thread.currentThread().getId();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long id = owner.getId();
    for (int i = 0; i < CHAIN_MAX && id != -1; i++) {
      if (id == current) {
        return true;
      }
      ThreadInfo waiting = threads.getThreadInfo(id);
      id = waiting == null ? -1 : waiting.getLockOwnerId();
    }
    return false;
  }
}
