package io.rekindle.bootstrap.collections;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;

/**
 * Looks entries up in a {@link Hashtable} without its monitor: a thread of the application may hold
 * that and wait for the capture, which would wait for the thread.
 */
public final class HashtableEntries {

  private static final int SIGN_BIT = 0x80000000;

  private static volatile Access access;

  private HashtableEntries() {}

  /**
   * Makes look-ups take constant time; without it, or if this JDK's Hashtable is different inside,
   * they go over all entries.
   *
   * @param trusted a lookup with full privileges in {@code java.util}
   * @return whether it worked
   */
  public static boolean install(MethodHandles.Lookup trusted) {
    try {
      access = new Access(trusted);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Number of entries. */
  static int count(Hashtable<?, ?> table, Set<? extends Map.Entry<?, ?>> entries) {
    Access now = access;
    if (now != null) {
      return now.count(table);
    }
    int count = 0;
    for (Map.Entry<?, ?> entry : entries) {
      count += entry == null ? 0 : 1;
    }
    return count;
  }

  /**
   * The entry of {@code key}, or null.
   *
   * @param entries the JDK's own view, whose iterator does without the monitor as well
   */
  static Map.Entry<?, ?> find(
      Hashtable<?, ?> table, Set<? extends Map.Entry<?, ?>> entries, Object key) {
    Access now = access;
    if (now != null) {
      return now.find(table, key);
    }
    for (Map.Entry<?, ?> entry : entries) {
      if (entry.getKey().equals(key)) {
        return entry;
      }
    }
    return null;
  }

  /** Reads the private fields. */
  private static final class Access {
    private final MethodHandle table;
    private final MethodHandle count;
    private final MethodHandle next;
    private final MethodHandle hash;

    Access(MethodHandles.Lookup trusted) throws ReflectiveOperationException {
      Class<?> entry = Class.forName("java.util.Hashtable$Entry");
      MethodHandles.Lookup lookup = trusted.in(Hashtable.class);
      table =
          lookup
              .findGetter(Hashtable.class, "table", entry.arrayType())
              .asType(MethodType.methodType(Object[].class, Hashtable.class));
      count = lookup.findGetter(Hashtable.class, "count", int.class);
      next =
          lookup
              .findGetter(entry, "next", entry)
              .asType(MethodType.methodType(Object.class, Object.class));
      hash =
          lookup
              .findGetter(entry, "hash", int.class)
              .asType(MethodType.methodType(int.class, Object.class));
    }

    int count(Hashtable<?, ?> of) {
      try {
        return (int) count.invokeExact(of);
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }

    Map.Entry<?, ?> find(Hashtable<?, ?> in, Object key) {
      int wanted = key.hashCode();
      try {
        Object[] buckets = (Object[]) table.invokeExact(in);
        Object entry = buckets[(wanted & ~SIGN_BIT) % buckets.length];
        while (entry != null) {
          Map.Entry<?, ?> found = (Map.Entry<?, ?>) entry;
          if ((int) hash.invokeExact(entry) == wanted && found.getKey().equals(key)) {
            return found;
          }
          entry = (Object) next.invokeExact(entry);
        }
        return null;
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }

    private static RuntimeException unexpected(Throwable e) {
      if (e instanceof Error error) {
        throw error;
      }
      return e instanceof RuntimeException own
          ? own
          : new IllegalStateException("look-up failed: " + e, e);
    }
  }
}
