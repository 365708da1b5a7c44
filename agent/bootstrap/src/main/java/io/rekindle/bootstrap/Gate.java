package io.rekindle.bootstrap;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sections pass the gate in shared mode; a capture closes it and waits for a moment with no section
 * inside.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Between a {@link #close} that returned true and the next {@link #open}, no section is
 *       inside, unless {@link #isPassed} says so by then.
 *   <li>Nobody waits for ever: {@link #close} that can't empty the gate in time opens it again, so
 *       that a section which waits for another thread's section can go on; and who has waited for
 *       {@link #PASS_NS} goes in, as the closing thread may be waiting in turn, in a {@code
 *       hashCode} of the application, for a lock that the waiting one holds.
 * </ul>
 *
 * <p>Entering adds one to a counter and then reads {@code closed}; closing sets {@code closed} and
 * then reads the counters. Both are sequentially consistent, so one of the two sees the other. The
 * counter is that of the thread's {@link Places place}, or one that it shares with others.
 *
 * <p>Leaving and opening need no such order: whoever waits for them looks again. Whoever is inside
 * has a counter that is not zero until all that it wrote before leaving can be seen.
 */
public final class Gate {

  /** A power of two: more than threads that run at a time, few enough to look at all of them. */
  private static final int STRIPE_COUNT =
      Integer.highestOneBit(4 * Math.min(16, Runtime.getRuntime().availableProcessors()) - 1);

  /** What {@link #enter(long)} returns if the gate stayed closed. */
  public static final int NOT_ENTERED = -1;

  /** One counter per cache line (64 bytes), with a neighbour for the adjacent-line prefetcher. */
  private static final int STRIDE = 32;

  /** Where the counters of places begin, after those that threads share. */
  private static final int PLACES_AT = (STRIPE_COUNT + 1) * STRIDE;

  /**
   * How long a thread waits before it looks again. The one that opens the gate may have overlooked
   * one that was just about to wait: it looks without a fence after it has opened.
   */
  private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(1);

  /** How long the gate is open at least between two closings that follow each other. */
  private static final long LET_IN_NS = TimeUnit.MICROSECONDS.toNanos(50);

  /** Longer than a capture holds the gate, unless it encodes something very large at once. */
  private static final long PASS_NS = TimeUnit.SECONDS.toNanos(5);

  private final AtomicIntegerArray inside =
      new AtomicIntegerArray(PLACES_AT + Places.COUNT * STRIDE);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Threads that wait, or are about to; changes under the lock. */
  private volatile int waiting;

  /** Who closed the gate last; written before {@code closed}, and so visible with it. */
  private Thread closer;

  /** Whether somebody went in though the gate was closed. */
  private volatile boolean passed;

  /** How often closing had to wait; used by whoever may close. */
  private long waits;

  /**
   * Enters; waits while the gate is closed, for five seconds at most: see {@link #isPassed}. The
   * thread that closed it passes: a capture calls {@code hashCode} of the application's keys, which
   * may change collections in turn.
   *
   * @param place the calling thread's, or {@link Places#NONE}
   * @return what to pass to {@link #leave}, in the same thread
   */
  int enter(int place) {
    int index = enter(place, PASS_NS);
    if (index == NOT_ENTERED) {
      index = index(place);
      add(index);
      passed = true;
    }
    return index;
  }

  /**
   * Enters like {@link #enter(int)}, but waits for a bounded time only.
   *
   * @param timeoutNs how long to wait, in nanoseconds
   * @return what to pass to {@link #leave}; {@link #NOT_ENTERED} if the gate stayed closed
   */
  int enter(int place, long timeoutNs) {
    int index = index(place);
    add(index);
    if (isPassable()) {
      return index;
    }
    leave(index);
    long deadlineNs = System.nanoTime() + timeoutNs;
    for (long leftNs = timeoutNs; leftNs > 0; leftNs = deadlineNs - System.nanoTime()) {
      awaitOpen(leftNs);
      add(index);
      if (!closed.get()) {
        return index;
      }
      leave(index);
    }
    return NOT_ENTERED;
  }

  private boolean isPassable() {
    return !closed.get() || closer == Thread.currentThread();
  }

  /** Leaves; never waits. Does nothing for {@link #NOT_ENTERED}. */
  void leave(int index) {
    if (index >= PLACES_AT) {
      inside.setRelease(index, 0);
    } else if (index != NOT_ENTERED) {
      inside.getAndDecrement(index);
    }
  }

  private void add(int index) {
    if (index >= PLACES_AT) {
      // A thread is inside once at most. Should an error have kept it from leaving, it leaves now.
      inside.set(index, 1);
    } else {
      inside.getAndIncrement(index);
    }
  }

  private static int index(int place) {
    return place == Places.NONE
        ? ((int) Thread.currentThread().getId() & STRIPE_COUNT - 1) * STRIDE + STRIDE
        : PLACES_AT + place * STRIDE;
  }

  /**
   * Closes the gate and waits until nobody is inside. One thread at a time may close it.
   *
   * @param timeoutNs how long to wait, in nanoseconds
   * @return true if nobody is inside now; false if somebody still was, and the gate is open again
   */
  public boolean close(long timeoutNs) {
    Thread current = Thread.currentThread();
    if (closer != current) {
      closer = current;
    }
    if (passed) {
      passed = false;
    }
    closed.set(true);
    if (isEmpty()) {
      return true;
    }
    waits++;
    long deadlineNs = System.nanoTime() + timeoutNs;
    int spins = 0;
    while (!isEmpty()) {
      if (System.nanoTime() - deadlineNs >= 0) {
        releaseDead();
        open();
        return false;
      }
      if (++spins < 200) {
        Thread.onSpinWait();
      } else {
        // A section is running code of the application: give it the core.
        LockSupport.parkNanos(20_000);
      }
    }
    return true;
  }

  /**
   * Whether a section has gone in since the gate was closed last, after it had waited for too long.
   * To be asked before the gate is opened: what was read meanwhile may be half of that section.
   */
  public boolean isPassed() {
    return passed;
  }

  /**
   * How often {@link #close} had to wait for a section so far. To be called by whoever may close.
   */
  public long waits() {
    return waits;
  }

  /** Opens the gate. */
  public void open() {
    closed.setRelease(false);
    if (waiting == 0) {
      // Whoever was just about to wait is not seen, perhaps: it looks again.
      return;
    }
    lock.lock();
    try {
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Leaves the gate open for those who wait at it, and no longer: all that they change meanwhile is
   * more to do for the capture that closes it again. To be called after {@link #open}.
   *
   * @param limitNs how long at most, in nanoseconds
   */
  public void letIn(long limitNs) {
    long startNs = System.nanoTime();
    do {
      LockSupport.parkNanos(LET_IN_NS);
    } while (waiting != 0 && System.nanoTime() - startNs < limitNs);
  }

  /** A thread that has ended inside, by an error that kept it from leaving, holds up nobody. */
  private void releaseDead() {
    int used = Places.used();
    for (int place = 0; place < used; place++) {
      int index = index(place);
      if (inside.get(index) != 0) {
        Places.ifFree(place, () -> inside.set(index, 0));
      }
    }
  }

  private boolean isEmpty() {
    return isEmpty(STRIDE, STRIPE_COUNT) && isEmpty(PLACES_AT, Places.used());
  }

  private boolean isEmpty(int from, int count) {
    for (int i = 0; i < count; i++) {
      if (inside.get(from + i * STRIDE) != 0) {
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
      while (closed.get() && leftNs > 0) {
        try {
          long waitNs = Math.min(leftNs, LOOK_AGAIN_NS);
          leftNs -= waitNs - opened.awaitNanos(waitNs);
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
