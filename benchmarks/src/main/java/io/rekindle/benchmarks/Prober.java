package io.rekindle.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread that does a small operation about every millisecond and remembers the longest time that
 * one took. Started and finished by one other thread.
 */
final class Prober {

  private static final long PAUSE_NS = 1_000_000;

  /** The first one waits this long, so that what is probed has begun. */
  private static final long DELAY_NS = 5_000_000;

  private static final long ACCOUNT_COUNT = 100;

  private final Loop.Operation operation;
  private final ReentrantLock lock;
  private final Thread thread;
  private final AtomicLong stallMaxNs = new AtomicLong();
  private volatile boolean finishing;
  private volatile Exception failure;

  /**
   * A prober that is not started yet.
   *
   * @param lock held during the operation; null for none
   */
  Prober(String name, Loop.Operation operation, ReentrantLock lock) {
    this.operation = operation;
    this.lock = lock;
    this.thread = new Thread(this::probe, "prober-" + name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void forgetStalls() {
    stallMaxNs.set(0);
  }

  /** Ends after the operation under way; leaves {@code key} out if there was none. */
  void finishInto(Result result, String key) throws Exception {
    finishing = true;
    thread.join();
    if (failure instanceof UnsupportedOperationException) {
      return;
    }
    if (failure != null) {
      throw failure;
    }
    if (stallMaxNs.get() > 0) {
      result.put(key, stallMaxNs.get());
    }
  }

  private void probe() {
    LockSupport.parkNanos(DELAY_NS);
    for (long index = 0; !finishing; index++) {
      long startNs = System.nanoTime();
      if (lock != null) {
        lock.lock();
      }
      try {
        operation.run(index % ACCOUNT_COUNT);
      } catch (Exception e) {
        failure = e;
        return;
      } finally {
        if (lock != null) {
          lock.unlock();
        }
      }
      long tookNs = System.nanoTime() - startNs;
      stallMaxNs.accumulateAndGet(tookNs, Math::max);
      LockSupport.parkNanos(PAUSE_NS);
    }
  }
}
