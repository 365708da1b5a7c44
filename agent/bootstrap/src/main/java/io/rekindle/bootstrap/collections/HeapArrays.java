package io.rekindle.bootstrap.collections;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.PriorityQueue;

/** Reads the array that a {@link PriorityQueue} keeps its heap in. */
public final class HeapArrays {

  private static volatile MethodHandle getArray;

  private HeapArrays() {}

  /**
   * Makes a change of a heap cost what the change itself costs; without it, or if this JDK's
   * PriorityQueue is different inside, the whole array is copied twice for each.
   *
   * @param trusted a lookup with full privileges in {@code java.util}
   * @return whether it worked
   */
  public static boolean install(MethodHandles.Lookup trusted) {
    try {
      getArray =
          trusted
              .in(PriorityQueue.class)
              .findGetter(PriorityQueue.class, "queue", Object[].class)
              .asType(MethodType.methodType(Object[].class, PriorityQueue.class));
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /**
   * The elements in the order of the heap, perhaps with more room at the end. Not to be changed.
   */
  static Object[] of(PriorityQueue<?> queue) {
    MethodHandle handle = getArray;
    if (handle == null) {
      return queue.toArray();
    }
    try {
      return (Object[]) handle.invokeExact(queue);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("heap cannot be read: " + e, e);
    }
  }
}
