package io.rekindle.agent.capture;

/** A growable queue of objects that keeps its memory while it is small. */
final class ObjectQueue {

  /** A power of two. */
  private static final int INITIAL_CAPACITY = 256;

  private static final int KEPT_CAPACITY_MAX = 1 << 14;

  private Object[] objects = new Object[INITIAL_CAPACITY];

  /** How many objects were ever added; the next one's slot, modulo the capacity. */
  private long added;

  /** How many were ever removed. */
  private long removed;

  boolean isEmpty() {
    return added == removed;
  }

  long added() {
    return added;
  }

  long removed() {
    return removed;
  }

  void add(Object object) {
    if (added - removed == objects.length) {
      grow();
    }
    objects[slot(added++)] = object;
  }

  /** Removes the oldest; there has to be one. */
  Object remove() {
    int slot = slot(removed++);
    Object oldest = objects[slot];
    objects[slot] = null;
    if (isEmpty() && objects.length > KEPT_CAPACITY_MAX) {
      objects = new Object[INITIAL_CAPACITY];
    }
    return oldest;
  }

  private int slot(long number) {
    return (int) number & objects.length - 1;
  }

  private void grow() {
    Object[] larger = new Object[2 * objects.length];
    for (long i = removed; i < added; i++) {
      larger[(int) i & larger.length - 1] = objects[slot(i)];
    }
    objects = larger;
  }
}
