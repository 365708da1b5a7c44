package io.rekindle.agent.types;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Vector;

/**
 * Reads synchronized collections without their monitor. A thread of the application may hold it and
 * wait for the capture, which would wait for the thread.
 */
final class Unlocked {

  private static final Field ELEMENTS = Reflection.field(Vector.class, "elementData");
  private static final Field ELEMENT_COUNT = Reflection.field(Vector.class, "elementCount");
  private static final Field INCREMENT = Reflection.field(Vector.class, "capacityIncrement");
  private static final Field TABLE = Reflection.field(Hashtable.class, "table");
  private static final Field COUNT = Reflection.field(Hashtable.class, "count");

  private Unlocked() {}

  static int capacity(Object vector) {
    return ((Object[]) Reflection.get(ELEMENTS, vector)).length;
  }

  static int count(Object vector) {
    return (Integer) Reflection.get(ELEMENT_COUNT, vector);
  }

  static List<?> elements(Object vector) {
    Object[] elements = (Object[]) Reflection.get(ELEMENTS, vector);
    return Arrays.asList(elements).subList(0, count(vector));
  }

  /** Gives an empty vector its capacity, and what that grows by. */
  static void reshape(Object vector, int capacity, int increment) {
    Reflection.set(ELEMENTS, vector, new Object[capacity]);
    Reflection.set(INCREMENT, vector, increment);
  }

  static int hashtableCount(Object hashtable) {
    return (Integer) Reflection.get(COUNT, hashtable);
  }

  /** The entries in the order of the table's own iterator: from the last bucket to the first. */
  static List<Object> hashtableEntries(Object hashtable) {
    Object[] buckets = (Object[]) Reflection.get(TABLE, hashtable);
    List<Object> entries = new ArrayList<>();
    for (int i = buckets.length - 1; i >= 0; i--) {
      for (Object entry = buckets[i]; entry != null; entry = next(entry)) {
        entries.add(((Map.Entry<?, ?>) entry).getKey());
        entries.add(((Map.Entry<?, ?>) entry).getValue());
      }
    }
    return entries;
  }

  private static Object next(Object entry) {
    return Reflection.get(Reflection.field(entry.getClass(), "next"), entry);
  }
}
