package io.rekindle.bootstrap;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sections pass the gate in shared mode; a capture closes it and waits for a moment with no section
 * inside.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Between a {@link #close} that returned true and the next {@link #open}, no section is
 *       inside.
 *   <li>The gate is closed for a bounded time only: {@link #close} that can't empty it in time
 *       opens it again, so that a section which waits for another thread's section can go on.
 * </ul>
 *
 * <p>Entering adds one to a counter chosen by thread and then reads {@code closed}; closing sets
 * {@code closed} and then reads the counters. Both are sequentially consistent, so one of the two
 * sees the other.
 */
public final class Gate {

  /** A power of two: more than threads that run at a time, few enough to look at all of them. */
  private static final int STRIPE_COUNT =
      Integer.highestOneBit(4 * Math.min(16, Runtime.getRuntime().availableProcessors()) - 1);

  /** What {@link #enter(long)} returns if the gate stayed closed. */
  public static final int NOT_ENTERED = -1;

  /** One counter per cache line (64 bytes), with a neighbour for the adjacent-line prefetcher. */
  private static final int STRIDE = 32;

  private final AtomicIntegerArray inside = new AtomicIntegerArray(STRIPE_COUNT * STRIDE + STRIDE);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private volatile boolean closed;

  /** Threads that wait, or are about to; changes under the lock. */
  private volatile int waiting;

  /** Who closed the gate last; written before {@code closed}, and so visible with it. */
  private Thread closer;

  /**
   * Enters; waits while the gate is closed. The thread that closed it passes: a capture calls
   * {@code hashCode} of the application's keys, which may change collections in turn.
   *
   * @return what to pass to {@link #leave}
   */
  public int enter() {
    int index = index();
    while (true) {
      inside.getAndIncrement(index);
      if (!closed || closer == Thread.currentThread()) {
        return index;
      }
      inside.getAndDecrement(index);
      awaitOpen(Long.MAX_VALUE);
    }
  }

  /**
   * Enters like {@link #enter()}, but waits for a bounded time only.
   *
   * @param timeoutNs how long to wait, in nanoseconds
   * @return what to pass to {@link #leave}; {@link #NOT_ENTERED} if the gate stayed closed
   */
  public int enter(long timeoutNs) {
    int index = index();
    inside.getAndIncrement(index);
    if (!closed || closer == Thread.currentThread()) {
      return index;
    }
    inside.getAndDecrement(index);
    long deadlineNs = System.nanoTime() + timeoutNs;
    for (long leftNs = timeoutNs; leftNs > 0; leftNs = deadlineNs - System.nanoTime()) {
      awaitOpen(leftNs);
      inside.getAndIncrement(index);
      if (!closed) {
        return index;
      }
      inside.getAndDecrement(index);
    }
    return NOT_ENTERED;
  }

  /** Leaves; never waits. Does nothing for {@link #NOT_ENTERED}. */
  public void leave(int index) {
    if (index != NOT_ENTERED) {
      inside.getAndDecrement(index);
    }
  }

  private static int index() {
    return ((int) Thread.currentThread().getId() & STRIPE_COUNT - 1) * STRIDE + STRIDE;
  }

  /**
   * Closes the gate and waits until nobody is inside. One thread at a time may close it.
   *
   * @param timeoutNs how long to wait, in nanoseconds
   * @return true if nobody is inside now; false if somebody still was, and the gate is open again
   */
  public boolean close(long timeoutNs) {
    closer = Thread.currentThread();
    closed = true;
    if (isEmpty()) {
      return true;
    }
    long deadlineNs = System.nanoTime() + timeoutNs;
    int spins = 0;
    while (!isEmpty()) {
      if (System.nanoTime() - deadlineNs >= 0) {
        open();
        return false;
      }
      if (++spins < 200) {
        Thread.onSpinWait();
      } else {
        // A section is running code of the application: give it the core.
        java.util.concurrent.locks.LockSupport.parkNanos(20_000);
      }
    }
    return true;
  }

  /** Opens the gate. */
  public void open() {
    closed = false;
    if (waiting == 0) {
      // Whoever is about to wait counts itself before it looks whether the gate is closed.
      return;
    }
    lock.lock();
    try {
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmpty() {
    for (int i = 0; i < STRIPE_COUNT; i++) {
      if (inside.get(i * STRIDE + STRIDE) != 0) {
        return false;
      }
    }
    return true;
  }

  private void awaitOpen(long timeoutNs) {
    boolean interrupted = false;
    lock.lock();
    try {
      waiting++;
      long leftNs = timeoutNs;
      while (closed && leftNs > 0) {
        try {
          leftNs = opened.awaitNanos(leftNs);
        } catch (InterruptedException e) {
          // Not ours to consume: the application's next blocking call has to see it.
          interrupted = true;
        }
      }
    } finally {
      waiting--;
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
