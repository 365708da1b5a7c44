package io.rekindle.agent.scrub;

import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * What a walk has still to visit. Between slices objects are held weakly, so that the walk keeps
 * nothing alive. Bounded: what does not fit is left out.
 */
final class ObjectStack {

  /** An object of the application that waits for the next slice. */
  private static final class Parked extends WeakReference<Object> {
    Parked(Object object) {
      super(object);
    }
  }

  private static final int OBJECTS_MAX = 1 << 16;

  private Object[] objects = new Object[256];
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  void push(Object object) {
    if (count == objects.length) {
      if (count == OBJECTS_MAX) {
        return;
      }
      objects = Arrays.copyOf(objects, count * 2);
    }
    objects[count++] = object;
  }

  /** The object pushed last, null if it was collected meanwhile. */
  Object pop() {
    Object object = objects[--count];
    objects[count] = null;
    return object instanceof Parked parked ? parked.get() : object;
  }

  /** A slice ends. */
  void park() {
    for (int i = 0; i < count; i++) {
      if (!(objects[i] instanceof Parked) && !(objects[i] instanceof PortionedNode)) {
        objects[i] = new Parked(objects[i]);
      }
    }
  }
}
