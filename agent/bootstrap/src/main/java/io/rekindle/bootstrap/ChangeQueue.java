package io.rekindle.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Changed objects that one thread notes and one other at a time takes, without a lock. Bounded:
 * what does not fit has to go elsewhere.
 *
 * <p>{@code added} and {@code taken} count on without end; they may overflow. A slot belongs to the
 * adding thread while it is outside of {@code taken} to {@code added}, else to the taking one; the
 * release store of a counter hands it over.
 */
final class ChangeQueue {

  /** A power of two: what a small section changes, some times over. */
  static final int CAPACITY = 64;

  private static final int MASK = CAPACITY - 1;

  private final Object[] objects = new Object[CAPACITY];
  private final AtomicInteger added = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();

  /** Returns false if there is no room. */
  boolean add(Object changed) {
    int at = added.getPlain();
    if (at - taken.getAcquire() == CAPACITY) {
      return false;
    }
    objects[at & MASK] = changed;
    added.setRelease(at + 1);
    return true;
  }

  /** Hands all objects to {@code target}; if that throws at one, it is left, and those after. */
  void drainTo(ChangedObjects target) {
    int end = added.getAcquire();
    int at = taken.getPlain();
    while (at != end) {
      target.add(objects[at & MASK]);
      objects[at & MASK] = null;
      taken.setRelease(++at);
    }
  }
}
