package io.rekindle.agent.types;

import io.rekindle.bootstrap.collections.TrackedArrayDeque;
import io.rekindle.bootstrap.collections.TrackedArrayList;
import io.rekindle.bootstrap.collections.TrackedBitSet;
import io.rekindle.bootstrap.collections.TrackedConcurrentHashMap;
import io.rekindle.bootstrap.collections.TrackedConcurrentLinkedDeque;
import io.rekindle.bootstrap.collections.TrackedConcurrentLinkedQueue;
import io.rekindle.bootstrap.collections.TrackedConcurrentSkipListMap;
import io.rekindle.bootstrap.collections.TrackedConcurrentSkipListSet;
import io.rekindle.bootstrap.collections.TrackedContainer;
import io.rekindle.bootstrap.collections.TrackedCopyOnWriteArrayList;
import io.rekindle.bootstrap.collections.TrackedCopyOnWriteArraySet;
import io.rekindle.bootstrap.collections.TrackedEnumMap;
import io.rekindle.bootstrap.collections.TrackedHashMap;
import io.rekindle.bootstrap.collections.TrackedHashSet;
import io.rekindle.bootstrap.collections.TrackedHashtable;
import io.rekindle.bootstrap.collections.TrackedIdentityHashMap;
import io.rekindle.bootstrap.collections.TrackedLinkedHashMap;
import io.rekindle.bootstrap.collections.TrackedLinkedHashSet;
import io.rekindle.bootstrap.collections.TrackedLinkedList;
import io.rekindle.bootstrap.collections.TrackedPriorityQueue;
import io.rekindle.bootstrap.collections.TrackedProperties;
import io.rekindle.bootstrap.collections.TrackedStack;
import io.rekindle.bootstrap.collections.TrackedTreeMap;
import io.rekindle.bootstrap.collections.TrackedTreeSet;
import io.rekindle.bootstrap.collections.TrackedVector;
import java.util.HashMap;
import java.util.Map;

/** The JDK's containers and their subclasses that record changes. */
public final class TrackedTypes {

  private static final String PACKAGE = "io.rekindle.bootstrap.collections.";
  private static final String PREFIX = PACKAGE + "Tracked";

  /** JDK class to the name of the tracked one; names, so that none is loaded before it is met. */
  private static final Map<String, String> TRACKED =
      namesOf(
          "HashMap",
          "LinkedHashMap",
          "TreeMap",
          "HashSet",
          "LinkedHashSet",
          "TreeSet",
          "ArrayList",
          "LinkedList",
          "ArrayDeque",
          "PriorityQueue",
          "Vector",
          "Stack",
          "Hashtable",
          "Properties",
          "EnumMap",
          "IdentityHashMap",
          "BitSet",
          "concurrent.ConcurrentHashMap",
          "concurrent.ConcurrentSkipListMap",
          "concurrent.ConcurrentSkipListSet",
          "concurrent.ConcurrentLinkedQueue",
          "concurrent.ConcurrentLinkedDeque",
          "concurrent.CopyOnWriteArrayList",
          "concurrent.CopyOnWriteArraySet");

  private TrackedTypes() {}

  private static Map<String, String> namesOf(String... names) {
    Map<String, String> tracked = new HashMap<>();
    for (String name : names) {
      tracked.put("java.util." + name, PREFIX + name.substring(name.lastIndexOf('.') + 1));
    }
    return tracked;
  }

  /**
   * The name of the tracked subclass of a JDK class, or null if there is none.
   *
   * @param name as {@link Class#getName} tells it
   */
  public static String trackedName(String name) {
    return TRACKED.get(name);
  }

  /** The tracked subclass of a JDK class, or the class itself if there is none. */
  static Class<?> trackedOf(Class<?> type) {
    String name = type.getClassLoader() == null ? TRACKED.get(type.getName()) : null;
    if (name == null) {
      return type;
    }
    try {
      // The bootstrap loader, but in tests that have no agent.
      return Class.forName(name, true, TrackedContainer.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("class not found in the agent: class=" + name, e);
    }
  }

  /** The JDK class that a tracked class is a subclass of, or null if it is not a tracked one. */
  static Class<?> plainOf(Class<?> type) {
    if (!TrackedContainer.class.isAssignableFrom(type) || !type.getName().startsWith(PREFIX)) {
      return null;
    }
    Class<?> plain = type.getSuperclass();
    while (plain.getName().startsWith(PACKAGE)) {
      plain = plain.getSuperclass();
    }
    return plain;
  }

  /** The name that users know a class by: of a tracked one, the JDK's. */
  public static String nameOf(Class<?> type) {
    Class<?> plain = plainOf(type);
    return (plain == null ? type : plain).getName();
  }

  /** An empty tracked container of class {@code type}. */
  static Object make(Class<?> type, Object[] shape) {
    switch (type.getSimpleName()) {
      case "TrackedHashMap":
        return new TrackedHashMap<>((Integer) shape[0], (Float) shape[1]);
      case "TrackedLinkedHashMap":
        return new TrackedLinkedHashMap<>((Integer) shape[0], (Float) shape[1], (Boolean) shape[2]);
      case "TrackedHashSet":
        return new TrackedHashSet<>((Integer) shape[0], (Float) shape[1]);
      case "TrackedLinkedHashSet":
        return new TrackedLinkedHashSet<>((Integer) shape[0], (Float) shape[1]);
      case "TrackedTreeMap":
        return new TrackedTreeMap<>();
      case "TrackedTreeSet":
        return new TrackedTreeSet<>();
      case "TrackedArrayList":
        return new TrackedArrayList<>();
      case "TrackedLinkedList":
        return new TrackedLinkedList<>();
      case "TrackedArrayDeque":
        return new TrackedArrayDeque<>();
      case "TrackedPriorityQueue":
        return new TrackedPriorityQueue<>();
      case "TrackedVector":
        return new TrackedVector<>();
      case "TrackedStack":
        return new TrackedStack<>();
      case "TrackedHashtable":
        return new TrackedHashtable<>((Integer) shape[0], (Float) shape[1]);
      case "TrackedProperties":
        return new TrackedProperties(HashTables.concurrentArgument((Integer) shape[1]));
      case "TrackedEnumMap":
        return enumMap(shape[0]);
      case "TrackedIdentityHashMap":
        return new TrackedIdentityHashMap<>();
      case "TrackedConcurrentHashMap":
        return new TrackedConcurrentHashMap<>(
            HashTables.concurrentArgument((Integer) shape[0]), 0.75f, 1);
      case "TrackedConcurrentSkipListMap":
        return new TrackedConcurrentSkipListMap<>();
      case "TrackedConcurrentSkipListSet":
        return new TrackedConcurrentSkipListSet<>();
      case "TrackedConcurrentLinkedQueue":
        return new TrackedConcurrentLinkedQueue<>();
      case "TrackedConcurrentLinkedDeque":
        return new TrackedConcurrentLinkedDeque<>();
      case "TrackedCopyOnWriteArrayList":
        return new TrackedCopyOnWriteArrayList<>();
      case "TrackedCopyOnWriteArraySet":
        return new TrackedCopyOnWriteArraySet<>();
      case "TrackedBitSet":
        return new TrackedBitSet();
      default:
        throw new IllegalStateException("no tracked container: class=" + type.getName());
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The shape holds the class of an enum.
  private static <E extends Enum<E>> Object enumMap(Object type) {
    return new TrackedEnumMap<E, Object>((Class<E>) (Class) type);
  }
}
