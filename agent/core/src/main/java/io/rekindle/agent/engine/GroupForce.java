package io.rekindle.agent.engine;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Puts commits onto the device for all threads that wait for it. One of them forces at a time; what
 * others append meanwhile goes with the next force, which one of those does.
 *
 * <p>A thread that comes back while those it was served with are still waking up would force alone,
 * and they would wait for that: it lets them come first, for no longer than a force takes.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A thread returns from {@link #force} only after a force that began when its commit was
 *       appended, or after that force failed.
 *   <li>Every thread that waits is woken by the force that serves it, or to do the next one.
 * </ul>
 *
 * <p>Safe for use by any thread.
 */
final class GroupForce {

  /** Puts everything that was appended before the call onto the device. */
  interface Device {
    void force() throws IOException;
  }

  private static final long GATHER_NS_MAX = TimeUnit.MICROSECONDS.toNanos(200);

  /** The thread that was to do the next force may have ended by an error instead. */
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Device device;
  private final LongSupplier appended;
  private final AtomicReference<Waiter> waiters = new AtomicReference<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicBoolean forcing = new AtomicBoolean();
  private volatile long forced;

  /** How many threads are likely to want the next force; written by the one that forces. */
  private volatile int expectedCount = 1;

  private volatile long tookNs;
  private int lastCount = 1;

  /**
   * One that has forced nothing yet.
   *
   * @param appended tells the sequence number of the last commit that was appended
   * @param forced that of the last one that needs no force
   */
  GroupForce(Device device, LongSupplier appended, long forced) {
    this.device = device;
    this.appended = appended;
    this.forced = forced;
  }

  /**
   * Returns when the commit {@code sequence}, which was appended, is on the device. An interrupt is
   * kept for the caller.
   *
   * @throws IOException if it can't be put there
   */
  void force(long sequence) throws IOException {
    if (forced >= sequence) {
      return;
    }
    Waiter self = new Waiter(sequence);
    boolean gathers = waitingCount.incrementAndGet() < expectedCount;
    push(self);
    long untilNs = gathers ? System.nanoTime() + Math.min(GATHER_NS_MAX, tookNs) : 0;
    boolean interrupted = false;
    while (!self.isServed) {
      long restNs = gathers ? untilNs - System.nanoTime() : 0;
      gathers = restNs > 0 && waitingCount.get() < expectedCount;
      if (gathers) {
        LockSupport.parkNanos(this, restNs);
      } else if (forcing.compareAndSet(false, true)) {
        forceForAll(sequence);
      } else {
        LockSupport.parkNanos(this, LOOK_NS);
      }
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    self.throwFailure();
  }

  /** All up to {@code sequence} is on the device by other means. */
  void covered(long sequence) {
    forced = sequence;
  }

  private void forceForAll(long sequence) {
    long until = forced; // perhaps by one that ended while this thread was on its way here
    Throwable failure = null;
    try {
      if (until < sequence) {
        until = appended.getAsLong();
        long startNs = System.nanoTime();
        device.force();
        tookNs = System.nanoTime() - startNs;
        forced = until;
      }
    } catch (Throwable e) {
      failure = e;
    } finally {
      serve(until, failure);
      // Who found it taken is in the stack by now: one of those goes on.
      Waiter next = waiters.get();
      if (next != null) {
        LockSupport.unpark(next.thread);
      }
    }
  }

  private void serve(long until, Throwable failure) {
    Waiter served = null;
    int count = 0;
    Waiter next;
    for (Waiter waiter = waiters.getAndSet(null); waiter != null; waiter = next) {
      next = waiter.next;
      if (waiter.sequence <= until) {
        waiter.next = served;
        served = waiter;
        count++;
      } else {
        push(waiter);
      }
    }
    waitingCount.addAndGet(-count);
    expectedCount = Math.max(count, lastCount);
    lastCount = count;
    forcing.set(false);
    for (Waiter waiter = served; waiter != null; waiter = next) {
      next = waiter.next;
      waiter.failure = failure;
      waiter.isServed = true;
      LockSupport.unpark(waiter.thread);
    }
  }

  private void push(Waiter waiter) {
    do {
      waiter.next = waiters.get();
    } while (!waiters.compareAndSet(waiter.next, waiter));
  }

  private static final class Waiter {
    private final Thread thread = Thread.currentThread();
    private final long sequence;
    private Waiter next;
    private Throwable failure;
    private volatile boolean isServed;

    Waiter(long sequence) {
      this.sequence = sequence;
    }

    /** The one of the thread that forced is everybody's. */
    void throwFailure() throws IOException {
      if (failure instanceof IOException fault) {
        throw fault;
      } else if (failure instanceof Error error) {
        throw error;
      } else if (failure != null) {
        throw new IOException(failure);
      }
    }
  }
}
