package io.rekindle.bootstrap.collections;

import java.util.Set;

/**
 * Hooks whose loss no test can notice, since code of the JDK that they call takes note as well.
 * They stay: a later JDK may do without that call.
 */
final class Redundant {

  private static final Set<String> METHODS =
      Set.of(
          "EntriesView.clear",
          "ValuesView.clear",
          "NavigableMapView.compute",
          "NavigableMapView.merge",
          "NavigableMapView.put",
          "NavigableMapView.putIfAbsent",
          "NavigableMapView.remove",
          "NavigableMapView.replace(",
          "TrackedCopyOnWriteArrayList.removeFirst",
          "TrackedCopyOnWriteArrayList.removeLast",
          "TrackedTreeMap.remove(Ljava/lang/Object;Ljava/lang/Object;)Z");

  /** The sub lists of JDK 25 sort the array. */
  private static final Set<String> EARLIER = Set.of("SubListView.sort");

  /** Methods of JDK 21 and later. */
  private static final Set<String> LATER =
      Set.of(
          "TrackedLinkedHashMap.put(Lio/",
          "TrackedLinkedHashSet.addFirst",
          "TrackedLinkedHashSet.addLast",
          "TrackedLinkedHashSet.removeLast",
          "TrackedLinkedHashMap.pollLastEntry",
          "TrackedLinkedHashMap.leak",
          "TrackedIdentityHashMap.remove(Ljava/lang/Object;Ljava/lang/Object;)Z",
          "TrackedIdentityHashMap.replace(",
          "TrackedLinkedHashSet.leak");

  private Redundant() {}

  /** Whether no test can notice the loss of the hook, on this JDK at least. */
  static boolean contains(String simpleName, String method) {
    String full = simpleName + "." + method;
    return METHODS.stream().anyMatch(full::startsWith)
        || (Runtime.version().feature() < 21 ? LATER : Set.<String>of())
            .stream().anyMatch(full::startsWith)
        || (Runtime.version().feature() < 25 ? EARLIER : Set.<String>of())
            .stream().anyMatch(full::startsWith);
  }
}
