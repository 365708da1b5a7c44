package io.rekindle.bootstrap.collections;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** The further ways to change navigable maps and sets, through all their views. */
final class NavigableOperations {

  private NavigableOperations() {}

  /** Gives another map that shows the same entries, or some of them. */
  interface MapView {
    NavigableMap<Object, Object> of(NavigableMap<Object, Object> map, Random random);
  }

  /** Gives another set that shows the same elements, or some of them. */
  interface SetView {
    NavigableSet<Object> of(NavigableSet<Object> set, Random random);
  }

  static List<Operation<? super NavigableMap<Object, Object>>> ofMaps() {
    List<Operation<? super NavigableMap<Object, Object>>> all = new ArrayList<>();
    addMap(all, "", (m, r) -> m);
    add(
        all,
        "clearAndPutAllSorted",
        (m, r) -> {
          TreeMap<Object, Object> sorted = new TreeMap<>(Values.ORDER);
          Values.keys(r, false).forEach(key -> sorted.put(key, "sorted"));
          m.clear();
          m.putAll(sorted);
        });
    addMapView(all, "descendingMap", (m, r) -> m.descendingMap());
    addMapView(all, "headMap", (m, r) -> m.headMap(key(r), r.nextBoolean()));
    addMapView(all, "tailMap", (m, r) -> m.tailMap(key(r), r.nextBoolean()));
    addMapView(all, "subMap", NavigableOperations::middle);
    addMapView(
        all, "sortedSubMap", (m, r) -> (NavigableMap<Object, Object>) m.subMap("key1", key(r)));
    addMapView(all, "sortedHeadMap", (m, r) -> (NavigableMap<Object, Object>) m.headMap(key(r)));
    addMapView(all, "sortedTailMap", (m, r) -> (NavigableMap<Object, Object>) m.tailMap(key(r)));
    addSortedParts(all, "descendingMap", (m, r) -> m.descendingMap());
    addSortedParts(all, "tailMap", (m, r) -> m.tailMap("key1", true));
    addMapView(all, "headMap.descendingMap", (m, r) -> m.headMap(key(r), true).descendingMap());
    addMapView(all, "tailMap.headMap", (m, r) -> m.tailMap("key1", true).headMap(key(r), true));
    addSets(all, "navigableKeySet.", (m, r) -> m.navigableKeySet());
    addSets(all, "descendingKeySet.", (m, r) -> m.descendingKeySet());
    addSets(all, "keySet.", (m, r) -> (NavigableSet<Object>) m.keySet());
    addSets(all, "subMap.descendingKeySet.", (m, r) -> middle(m, r).descendingKeySet());
    addSets(all, "subMap.navigableKeySet.", (m, r) -> middle(m, r).navigableKeySet());
    return all;
  }

  /** Changes through parts of a part that are asked for as those of a sorted map. */
  private static void addSortedParts(
      List<Operation<? super NavigableMap<Object, Object>>> all, String name, MapView view) {
    add(all, name + ".sortedHeadMap.clear", (m, r) -> view.of(m, r).headMap(key(r)).clear());
    add(all, name + ".sortedTailMap.clear", (m, r) -> view.of(m, r).tailMap(key(r)).clear());
    add(all, name + ".sortedSubMap.clear", (m, r) -> view.of(m, r).subMap("key1", key(r)).clear());
  }

  static List<Operation<? super NavigableSet<Object>>> ofSets() {
    List<Operation<? super NavigableSet<Object>>> all = new ArrayList<>();
    addSet(all, "", (s, r) -> s);
    for (Operation<? super NavigableSet<Object>> operation : setViews()) {
      all.add(operation);
    }
    add(
        all,
        "clearAndAddAllSorted",
        (s, r) -> {
          s.clear();
          TreeSet<Object> sorted = new TreeSet<>(Values.ORDER);
          sorted.addAll(Values.keys(r, false));
          s.addAll(sorted);
        });
    return all;
  }

  private static List<Operation<? super NavigableSet<Object>>> setViews() {
    List<Operation<? super NavigableSet<Object>>> all = new ArrayList<>();
    addSetView(all, "descendingSet", (s, r) -> s.descendingSet());
    addSetView(all, "headSet", (s, r) -> s.headSet(key(r), r.nextBoolean()));
    addSetView(all, "tailSet", (s, r) -> s.tailSet(key(r), r.nextBoolean()));
    addSetView(all, "subSet", (s, r) -> s.subSet("key1", true, key(r), false));
    addSetView(all, "sortedHeadSet", (s, r) -> (NavigableSet<Object>) s.headSet(key(r)));
    addSetView(all, "sortedTailSet", (s, r) -> (NavigableSet<Object>) s.tailSet(key(r)));
    addSetView(all, "sortedSubSet", (s, r) -> (NavigableSet<Object>) s.subSet("key1", key(r)));
    addSetView(all, "tailSet.headSet", (s, r) -> s.tailSet("key1", true).headSet(key(r), true));
    addSetView(all, "headSet.tailSet", (s, r) -> s.headSet(key(r), true).tailSet("key1", true));
    addSetView(
        all,
        "headSet.subSet",
        (s, r) -> s.headSet("key8", true).subSet("key1", true, key(r), true));
    addSetView(all, "tailSet.descendingSet", (s, r) -> s.tailSet(key(r), true).descendingSet());
    return all;
  }

  private static NavigableMap<Object, Object> middle(
      NavigableMap<Object, Object> map, Random random) {
    return map.subMap("key1", true, key(random), random.nextBoolean());
  }

  private static Object key(Random random) {
    return random.nextInt(3) > 0 ? new Values.Key(random.nextInt(12)) : "key" + random.nextInt(10);
  }

  /** The operations of any map through the view, and those that navigable maps have besides. */
  private static void addMapView(
      List<Operation<? super NavigableMap<Object, Object>>> all, String name, MapView view) {
    for (Operation<? super NavigableMap<Object, Object>> operation : MapOperations.all(false)) {
      add(all, name + "." + operation, (m, r) -> operation.action().run(view.of(m, r), r));
    }
    addMap(all, name + ".", view);
  }

  private static void addMap(
      List<Operation<? super NavigableMap<Object, Object>>> all, String prefix, MapView view) {
    add(all, prefix + "pollFirstEntry", (m, r) -> view.of(m, r).pollFirstEntry());
    add(all, prefix + "pollLastEntry", (m, r) -> view.of(m, r).pollLastEntry());
  }

  private static void addSets(
      List<Operation<? super NavigableMap<Object, Object>>> all, String prefix, KeySet keys) {
    for (Operation<? super NavigableSet<Object>> operation : setViews()) {
      add(all, prefix + operation, (m, r) -> operation.action().run(keys.of(m, r), r));
    }
    List<Operation<? super NavigableSet<Object>>> own = new ArrayList<>();
    addSet(own, prefix, (s, r) -> s);
    for (Operation<? super NavigableSet<Object>> operation : own) {
      add(all, operation.name(), (m, r) -> operation.action().run(keys.of(m, r), r));
    }
  }

  /** Gives a key set. */
  interface KeySet {
    NavigableSet<Object> of(NavigableMap<Object, Object> map, Random random);
  }

  private static void addSetView(
      List<Operation<? super NavigableSet<Object>>> all, String name, SetView view) {
    for (Operation<? super NavigableSet<Object>> operation : CollectionOperations.all(false)) {
      add(all, name + "." + operation, (s, r) -> operation.action().run(view.of(s, r), r));
    }
    addSet(all, name + ".", view);
  }

  private static void addSet(
      List<Operation<? super NavigableSet<Object>>> all, String prefix, SetView view) {
    add(all, prefix + "pollFirst", (s, r) -> view.of(s, r).pollFirst());
    add(all, prefix + "pollLast", (s, r) -> view.of(s, r).pollLast());
    add(
        all,
        prefix + "descendingIterator.remove",
        (s, r) -> MapOperations.removeSome(view.of(s, r).descendingIterator(), r));
    for (String name : List.of("removeFirst", "removeLast")) {
      add(all, prefix + name, (s, r) -> Reflected.call(NavigableSet.class, view.of(s, r), name));
    }
  }

  private static <C> void add(
      List<Operation<? super C>> all, String name, Operation.Action<C> action) {
    all.add(new Operation<C>(name, action));
  }
}
