package io.rekindle.bootstrap;

import java.lang.ref.WeakReference;

/**
 * A few places, each of which belongs to one living thread. What a thread writes at its place needs
 * no locked instruction, as nobody else writes there; each of those costs some nanoseconds, and
 * keeps the processor from fetching what comes after it.
 *
 * <p>Threads that find no place free share what all can use; they are many then, and have to wait
 * for each other anyhow. Places of threads that have ended are given to others.
 */
final class Places {

  /** What {@link #claim} returns if none is free. */
  static final int NONE = -1;

  /** A capture looks at all that are in use, so they are not many. */
  static final int COUNT = 16;

  private static final Object LOCK = new Object();

  /** Weak: a thread holds much, its context class loader for one. */
  private static final WeakReference<?>[] OWNERS = new WeakReference<?>[COUNT];

  /**
   * Places from this on never belonged to anybody. Read by those who look at all places, after a
   * volatile store of theirs; written before the owner's first store at its place.
   */
  private static volatile int used;

  private Places() {}

  /** The number of a place that belongs to the calling thread from now on, or {@link #NONE}. */
  static int claim() {
    synchronized (LOCK) {
      for (int place = 0; place < COUNT; place++) {
        if (isFree(place)) {
          OWNERS[place] = new WeakReference<>(Thread.currentThread());
          used = Math.max(used, place + 1);
          return place;
        }
      }
    }
    return NONE;
  }

  /** Runs {@code step} if the place belongs to no living thread, and none gets it meanwhile. */
  static void ifFree(int place, Runnable step) {
    synchronized (LOCK) {
      if (isFree(place)) {
        step.run();
      }
    }
  }

  /** How many places were ever claimed: those before this number. */
  static int used() {
    return used;
  }

  /** A thread that has ended is seen so after all that it did. */
  private static boolean isFree(int place) {
    WeakReference<?> owner = OWNERS[place];
    Thread thread = owner == null ? null : (Thread) owner.get();
    return thread == null || !thread.isAlive();
  }
}
