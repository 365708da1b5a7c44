package io.rekindle.bootstrap.collections;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import java.util.function.Supplier;

/** The tracked types, each with all ways to change it. */
final class Kinds {

  static {
    if (!SequencedViews.install()) {
      throw new IllegalStateException("a tracked collection was loaded before");
    }
    if (!HeapArrays.install(Lookups.in(PriorityQueue.class))
        || !HashtableEntries.install(Lookups.in(Hashtable.class))
        || !CopyOnWriteArrays.install(Lookups.in(CopyOnWriteArraySet.class))) {
      throw new IllegalStateException("the JDK's fields cannot be read");
    }
  }

  private Kinds() {}

  /** Makes sure that this class was initialized, before any tracked type is. */
  static void prepare() {}

  static List<Kind<?>> all() {
    List<Kind<?>> all = new ArrayList<>();
    all.add(map("HashMap", TrackedHashMap::new, false, true));
    all.add(map("LinkedHashMap", TrackedLinkedHashMap::new, true, true));
    all.add(map("AccessOrder", () -> new TrackedLinkedHashMap<>(8, 0.75f, true), true, true));
    all.add(map("Evicting", () -> new Evicting(false), true, true));
    all.add(map("EvictingByAccess", () -> new Evicting(true), true, true));
    all.add(set("HashSet", TrackedHashSet::new, false, true));
    all.add(set("LinkedHashSet", TrackedLinkedHashSet::new, true, true));
    all.add(list("ArrayList", TrackedArrayList::new));
    all.add(navigable("TreeMap", () -> new TrackedTreeMap<>(Values.ORDER)));
    all.add(navigableSet("TreeSet", () -> new TrackedTreeSet<>(Values.ORDER)));
    all.add(
        collection("LinkedList", TrackedLinkedList::new, true, DequeOperations.ofLinkedLists()));
    all.add(deque("ArrayDeque", TrackedArrayDeque::new));
    all.add(queue("PriorityQueue", () -> new TrackedPriorityQueue<>(Values.ORDER)));
    all.add(collection("Vector", TrackedVector::new, true, VectorOperations.all()));
    all.add(collection("Stack", TrackedStack::new, true, VectorOperations.ofStacks()));
    all.add(map("Hashtable", TrackedHashtable::new, true, false));
    all.add(map("Properties", TrackedProperties::new, false, false));
    all.add(keyed("EnumMap", Kinds::enumMap, Values::constant));
    all.add(keyed("IdentityHashMap", TrackedIdentityHashMap::new, Values::identity));
    all.add(queue("ConcurrentLinkedQueue", TrackedConcurrentLinkedQueue::new));
    all.add(deque("ConcurrentLinkedDeque", TrackedConcurrentLinkedDeque::new));
    all.add(
        collection(
            "CopyOnWriteArrayList",
            TrackedCopyOnWriteArrayList::new,
            true,
            CopyOnWriteOperations.all()));
    all.add(
        collection(
            "CopyOnWriteArraySet",
            TrackedCopyOnWriteArraySet::new,
            true,
            CollectionOperations.all(true)));
    all.add(
        new Kind<>(
            "BitSet",
            TrackedBitSet::new,
            true,
            (bits, random) -> bits.set(BitOperations.bit(random)),
            BitOperations.all()));
    all.add(map("ConcurrentHashMap", TrackedConcurrentHashMap::new, false, false));
    all.add(without("keySet", map("NeverLeaky", TrackedConcurrentHashMap::new, false, false)));
    all.add(
        navigable("ConcurrentSkipListMap", () -> new TrackedConcurrentSkipListMap<>(Values.ORDER)));
    all.add(
        navigableSet(
            "ConcurrentSkipListSet", () -> new TrackedConcurrentSkipListSet<>(Values.ORDER)));
    return all;
  }

  static Kind<?> named(String name) {
    return all().stream().filter(kind -> kind.name().equals(name)).findFirst().orElseThrow();
  }

  private static Kind<Map<Object, Object>> map(
      String name, Supplier<Map<Object, Object>> empty, boolean ordered, boolean nulls) {
    return new Kind<>(
        name,
        empty,
        ordered,
        (map, random) -> map.put(Values.key(random, nulls), Values.value(random, nulls)),
        MapOperations.all(nulls));
  }

  private static Kind<Map<Object, Object>> keyed(
      String name, Supplier<Map<Object, Object>> empty, Function<Random, Object> keys) {
    return new Kind<>(
        name,
        empty,
        false,
        (map, random) -> map.put(present(keys.apply(random)), Values.value(random, true)),
        MapOperations.all(true, keys));
  }

  private static Object present(Object key) {
    return key == null ? Values.Constant.A : key;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // It refuses what is not of its enum.
  private static Map<Object, Object> enumMap() {
    return (Map) new TrackedEnumMap<Values.Constant, Object>(Values.Constant.class);
  }

  private static Kind<NavigableMap<Object, Object>> navigable(
      String name, Supplier<NavigableMap<Object, Object>> empty) {
    List<Operation<? super NavigableMap<Object, Object>>> operations =
        new ArrayList<>(MapOperations.all(false));
    operations.addAll(NavigableOperations.ofMaps());
    return new Kind<>(
        name,
        empty,
        false,
        (map, random) -> map.put(Values.key(random, false), Values.value(random, false)),
        operations);
  }

  private static Kind<NavigableSet<Object>> navigableSet(
      String name, Supplier<NavigableSet<Object>> empty) {
    List<Operation<? super NavigableSet<Object>>> operations =
        new ArrayList<>(CollectionOperations.all(false));
    operations.addAll(NavigableOperations.ofSets());
    return new Kind<>(name, empty, false, (set, r) -> set.add(Values.key(r, false)), operations);
  }

  private static Kind<Set<Object>> set(
      String name, Supplier<Set<Object>> empty, boolean ordered, boolean nulls) {
    List<Operation<? super Set<Object>>> operations =
        new ArrayList<>(CollectionOperations.all(nulls));
    operations.addAll(SetOperations.sequenced());
    return new Kind<>(name, empty, ordered, (set, r) -> set.add(Values.key(r, nulls)), operations);
  }

  private static Kind<List<Object>> list(String name, Supplier<List<Object>> empty) {
    List<Operation<? super List<Object>>> operations =
        new ArrayList<>(CollectionOperations.all(true));
    operations.addAll(ListOperations.all());
    return new Kind<>(name, empty, true, (list, r) -> list.add(Values.key(r, true)), operations);
  }

  private static <C> Kind<C> without(String prefix, Kind<C> kind) {
    List<Operation<? super C>> operations = new ArrayList<>(kind.operations());
    operations.removeIf(operation -> operation.name().startsWith(prefix));
    return new Kind<>(kind.name(), kind.empty(), kind.ordered(), kind.entry(), operations);
  }

  private static Kind<Deque<Object>> deque(String name, Supplier<Deque<Object>> empty) {
    List<Operation<? super Deque<Object>>> operations =
        new ArrayList<>(CollectionOperations.all(false));
    operations.addAll(DequeOperations.all());
    return collection(name, empty, true, operations);
  }

  private static Kind<Queue<Object>> queue(String name, Supplier<Queue<Object>> empty) {
    List<Operation<? super Queue<Object>>> operations =
        new ArrayList<>(CollectionOperations.all(false));
    operations.addAll(QueueOperations.all());
    return collection(name, empty, true, operations);
  }

  private static <C extends Collection<Object>> Kind<C> collection(
      String name, Supplier<C> empty, boolean ordered, List<Operation<? super C>> operations) {
    return new Kind<>(name, empty, ordered, (c, r) -> c.add(Values.key(r, false)), operations);
  }

  /** Keeps five entries, as a cache does. */
  private static final class Evicting extends TrackedLinkedHashMap<Object, Object> {
    private static final long serialVersionUID = 1;

    Evicting(boolean accessOrder) {
      super(8, 0.75f, accessOrder);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
      return size() > 5;
    }
  }
}
