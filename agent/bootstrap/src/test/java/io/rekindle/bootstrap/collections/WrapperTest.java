package io.rekindle.bootstrap.collections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Changes through the algorithms and wrappers of {@link Collections} are noted one by one. */
class WrapperTest {

  private static final int SIZE = 100;

  private final Map<String, Runnable> cases = new LinkedHashMap<>();

  static {
    Kinds.prepare();
  }

  @TestFactory
  Stream<DynamicTest> shouldNoteSingleChangesThroughWrappers() {
    maps();
    sets();
    for (List<Integer> list :
        List.of(
            new TrackedArrayList<Integer>(),
            new TrackedLinkedList<Integer>(),
            new TrackedVector<Integer>(),
            new TrackedCopyOnWriteArrayList<Integer>())) {
      lists(list);
    }
    return cases.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), e.getValue()::run));
  }

  private void maps() {
    for (Map<Integer, Integer> map :
        List.<Map<Integer, Integer>>of(
            new TrackedHashMap<>(), new TrackedTreeMap<>(), new TrackedHashtable<>())) {
      add("synchronizedMap", map, m -> Collections.synchronizedMap(m).merge(5, 1, Integer::sum));
      add(
          "synchronizedMap.keySet",
          map,
          m -> Collections.synchronizedMap(m).keySet().removeIf(k -> k == 7));
      add(
          "synchronizedMap.entrySet",
          map,
          m -> Collections.synchronizedMap(m).entrySet().iterator().next().setValue(-1));
      add(
          "checkedMap.entrySet",
          map,
          m ->
              Collections.checkedMap(m, Integer.class, Integer.class)
                  .entrySet()
                  .iterator()
                  .next()
                  .setValue(-2));
    }
    NavigableMap<Integer, Integer> sorted = new TrackedTreeMap<>();
    add(
        "synchronizedNavigableMap.headMap",
        sorted,
        m -> Collections.synchronizedNavigableMap(sorted).headMap(50, true).remove(9));
  }

  private void sets() {
    Map<Integer, Boolean> hashed = new TrackedHashMap<>();
    Set<Integer> fromMap = Collections.newSetFromMap(hashed);
    for (int i = 0; i < SIZE; i++) {
      fromMap.add(i);
    }
    cases.put("newSetFromMap.add", () -> check(hashed, () -> fromMap.add(SIZE)));
    cases.put("newSetFromMap.removeIf", () -> check(hashed, () -> fromMap.removeIf(k -> k == 3)));
    NavigableSet<Integer> sorted = new TrackedTreeSet<>();
    add(
        "synchronizedNavigableSet.descendingSet",
        sorted,
        s -> Collections.synchronizedNavigableSet(sorted).descendingSet().remove(4));
    add(
        "checkedSet",
        new TrackedHashSet<Integer>(),
        s -> Collections.checkedSet((Set<Integer>) s, Integer.class).add(-1));
  }

  private void lists(List<Integer> list) {
    add("swap", list, l -> Collections.swap(list, 3, 90));
    add("sort", list, l -> Collections.sort(list));
    add("shuffle", list, l -> Collections.shuffle(list, new Random(1)));
    add("fill", list, l -> Collections.fill(list.subList(2, 4), -5));
    add("replaceAll", list, l -> Collections.replaceAll(list, 40, -40));
    add("synchronizedList", list, l -> Collections.synchronizedList(list).remove(50));
    add("checkedList", list, l -> Collections.checkedList(list, Integer.class).set(3, 7));
    add("addAll", list, l -> Collections.addAll(list, 1, 2, 3));
    add("reverse", list, l -> Collections.reverse(list.subList(0, 4)));
  }

  /** What to do with a container. */
  private interface Change<C> {
    void to(C container);
  }

  private void add(String name, Map<Integer, Integer> map, Change<Map<Integer, Integer>> change) {
    cases.put(
        map.getClass().getSimpleName() + " " + name,
        () -> {
          map.clear();
          for (int i = 0; i < SIZE; i++) {
            map.put(i, i);
          }
          check(map, () -> change.to(map));
        });
  }

  private <C extends Collection<Integer>> void add(String name, C collection, Change<C> change) {
    cases.put(
        collection.getClass().getSimpleName() + " " + name,
        () -> {
          collection.clear();
          for (int i = 0; i < SIZE; i++) {
            collection.add(SIZE - i);
          }
          check(collection, () -> change.to(collection));
        });
  }

  private static void check(Object container, Runnable change) {
    TrackedContainer tracked = (TrackedContainer) container;
    ChangeLog log = tracked.$rekindle$startLog();
    log.word(1);
    change.run();
    assertThat(log.word()).as("marked").isEqualTo(-1);
    assertThat(log.hasChanges()).as("noted").isTrue();
    assertThat(log.isWhole()).as("whole").isFalse();
    tracked.$rekindle$dropLog();
  }
}
