package io.rekindle.bootstrap.collections;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/** Reads the array and the lock of copy-on-write collections. */
public final class CopyOnWriteArrays {

  private static volatile CopyOnWriteArrays installed;

  private final MethodHandle array;
  private final MethodHandle lock;
  private final MethodHandle list;

  private CopyOnWriteArrays(MethodHandles.Lookup trusted) throws ReflectiveOperationException {
    MethodHandles.Lookup ofLists = trusted.in(CopyOnWriteArrayList.class);
    this.array =
        ofLists.findVirtual(
            CopyOnWriteArrayList.class, "getArray", MethodType.methodType(Object[].class));
    this.lock = ofLists.findGetter(CopyOnWriteArrayList.class, "lock", Object.class);
    this.list =
        trusted
            .in(CopyOnWriteArraySet.class)
            .findGetter(CopyOnWriteArraySet.class, "al", CopyOnWriteArrayList.class);
  }

  /**
   * Makes changes of copy-on-write collections known one by one; without it, or if this JDK's are
   * different inside, they are compared at each commit.
   *
   * @param trusted a lookup with full privileges in {@code java.util.concurrent}
   * @return whether it worked
   */
  public static boolean install(MethodHandles.Lookup trusted) {
    try {
      installed = new CopyOnWriteArrays(trusted);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Whether {@link #install} has worked. */
  static boolean areReadable() {
    return installed != null;
  }

  /** The elements; the array is never written to. */
  static Object[] of(CopyOnWriteArrayList<?> list) {
    try {
      return (Object[]) installed.array.invokeExact(list);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** What the list synchronizes its changes on. */
  static Object lockOf(CopyOnWriteArrayList<?> list) {
    try {
      return (Object) installed.lock.invokeExact(list);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The list that a set keeps its elements in. */
  static CopyOnWriteArrayList<?> listOf(CopyOnWriteArraySet<?> set) {
    try {
      return (CopyOnWriteArrayList<?>) installed.list.invoke(set);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("copy-on-write collection cannot be read: " + e, e);
  }
}
