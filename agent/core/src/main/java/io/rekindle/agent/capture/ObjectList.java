package io.rekindle.agent.capture;

import java.util.Arrays;

/** A growable array of objects that keeps its memory from commit to commit, within bounds. */
final class ObjectList {

  private static final int INITIAL_CAPACITY = 256;
  private static final int KEPT_CAPACITY_MAX = 1 << 14;

  private Object[] objects = new Object[INITIAL_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  Object get(int index) {
    return objects[index];
  }

  void add(Object object) {
    if (size == objects.length) {
      objects = Arrays.copyOf(objects, size * 2);
    }
    objects[size++] = object;
  }

  Object removeLast() {
    Object last = objects[--size];
    objects[size] = null;
    return last;
  }

  void clear() {
    if (objects.length > KEPT_CAPACITY_MAX) {
      objects = new Object[INITIAL_CAPACITY];
    } else {
      Arrays.fill(objects, 0, size, null);
    }
    size = 0;
  }
}
