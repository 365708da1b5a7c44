package io.rekindle.bootstrap.collections;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Looks entries up in a {@link HashMap} without the side effects of {@code get}: in an
 * access-ordered map that moves the entry to the end.
 */
public final class HashNodes {

  private static volatile MethodHandle getNode;

  private HashNodes() {}

  /**
   * Makes look-ups take constant time; without it, or if this JDK's HashMap is different inside,
   * they go over all entries.
   *
   * @param trusted a lookup with full privileges in {@code java.util}
   * @return whether it worked
   */
  public static boolean install(MethodHandles.Lookup trusted) {
    try {
      Class<?> node = Class.forName("java.util.HashMap$Node");
      MethodType type = MethodType.methodType(node, Object.class);
      getNode =
          trusted
              .in(HashMap.class)
              .findVirtual(HashMap.class, "getNode", type)
              .asType(MethodType.methodType(Map.Entry.class, HashMap.class, Object.class));
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** The entry of {@code key}, or null. */
  static Map.Entry<?, ?> find(
      HashMap<?, ?> map, Set<? extends Map.Entry<?, ?>> entries, Object key) {
    MethodHandle handle = getNode;
    if (handle == null) {
      return search(entries, key);
    }
    try {
      return (Map.Entry<?, ?>) handle.invokeExact(map, key);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("look-up failed: " + e, e);
    }
  }

  private static Map.Entry<?, ?> search(Set<? extends Map.Entry<?, ?>> entries, Object key) {
    for (Map.Entry<?, ?> entry : entries) {
      if (Keys.areSame(key, entry.getKey())) {
        return entry;
      }
    }
    return null;
  }
}
