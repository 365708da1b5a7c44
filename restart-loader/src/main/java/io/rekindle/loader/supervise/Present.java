package io.rekindle.loader.supervise;

/**
 * Which incarnation is the present one, and how many there were of one run. There is at most one
 * living child.
 *
 * <p>Threads: written by the supervising thread, read by all. The lock is that of {@link Wishes},
 * so that a wish and the child it is about can be seen together.
 */
final class Present {
  private final Wishes lock;
  private Child child;
  private long startedMs;
  private int startCount;
  private int restartCount;

  /** What came before there was a child to send it to; empty if nothing did. */
  private String pendingSignal = "";

  Present(Wishes lock) {
    this.lock = lock;
  }

  /** The process, null before the first start. */
  Child child() {
    synchronized (lock) {
      return child;
    }
  }

  /** When it was started, ms since 1970. */
  long startedMs() {
    synchronized (lock) {
      return startedMs;
    }
  }

  int startCount() {
    synchronized (lock) {
      return startCount;
    }
  }

  int restartCount() {
    synchronized (lock) {
      return restartCount;
    }
  }

  /** Goes on counting where a predecessor was. */
  void resume(int starts, int restarts) {
    synchronized (lock) {
      startCount = starts;
      restartCount = restarts;
    }
  }

  /** There is a process that somebody else started. */
  void takeOn(Child taken, long atMs) {
    synchronized (lock) {
      child = taken;
      startedMs = atMs;
    }
  }

  /** There is a process that was just started. */
  void started(Child next) {
    synchronized (lock) {
      takeOn(next, System.currentTimeMillis());
      startCount++;
    }
  }

  /** The last start was one after an end. */
  void countRestart() {
    synchronized (lock) {
      restartCount++;
    }
  }

  /** The child to send {@code signal} to; without one, null, and it is kept for the first. */
  Child receiverOf(String signal) {
    synchronized (lock) {
      if (child == null && !pendingSignal.equals("KILL")) {
        pendingSignal = signal;
      }
      return child;
    }
  }

  /** Passes on what was kept for the first child. */
  void deliverPendingSignal() {
    synchronized (lock) {
      if (!pendingSignal.isEmpty()) {
        child.signal(pendingSignal);
        pendingSignal = "";
      }
    }
  }
}
