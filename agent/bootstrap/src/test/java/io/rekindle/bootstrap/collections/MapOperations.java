package io.rekindle.bootstrap.collections;

import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** All ways to change a map. */
final class MapOperations {

  private final boolean nulls;
  private final Function<Random, Object> keys;
  private final List<Operation<? super Map<Object, Object>>> all = new ArrayList<>();

  private MapOperations(boolean nulls, Function<Random, Object> keys) {
    this.nulls = nulls;
    this.keys = keys;
  }

  static List<Operation<? super Map<Object, Object>>> all(boolean nulls) {
    return all(nulls, random -> Values.key(random, nulls));
  }

  /** For maps whose keys are drawn from {@code keys}. */
  static List<Operation<? super Map<Object, Object>>> all(
      boolean nulls, Function<Random, Object> keys) {
    MapOperations operations = new MapOperations(nulls, keys);
    operations.single();
    operations.functions();
    operations.bulk();
    operations.keys();
    operations.values();
    operations.entries();
    operations.sequenced();
    return operations.all;
  }

  private void add(String name, Operation.Action<Map<Object, Object>> action) {
    all.add(new Operation<>(name, action));
  }

  private Object key(Random random) {
    return keys.apply(random);
  }

  private List<Object> someKeys(Random random) {
    List<Object> some = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      some.add(key(random));
    }
    return some;
  }

  private Object value(Random random) {
    return Values.value(random, nulls);
  }

  private void single() {
    add("put", (m, r) -> m.put(key(r), value(r)));
    add("putIfAbsent", (m, r) -> m.putIfAbsent(key(r), value(r)));
    add("remove", (m, r) -> m.remove(key(r)));
    add("removePair", (m, r) -> pick(m, r, e -> m.remove(e.getKey(), e.getValue())));
    add("removeWrongPair", (m, r) -> m.remove(key(r), "no such value"));
    add("replace", (m, r) -> m.replace(key(r), value(r)));
    add("replacePair", (m, r) -> pick(m, r, e -> m.replace(e.getKey(), e.getValue(), value(r))));
    add("replaceWrongPair", (m, r) -> m.replace(key(r), "no such value", value(r)));
    add("get", (m, r) -> m.get(key(r)));
    add("getOrDefault", (m, r) -> m.getOrDefault(key(r), value(r)));
    add("containsKey", (m, r) -> m.containsKey(key(r)));
  }

  private void functions() {
    add("compute", (m, r) -> m.compute(key(r), (k, v) -> orNull(r)));
    add("computeThrowing", (m, r) -> m.compute(key(r), (k, v) -> fail()));
    add("computeIfAbsent", (m, r) -> m.computeIfAbsent(key(r), k -> orNull(r)));
    add("computeIfAbsentThrowing", (m, r) -> m.computeIfAbsent(key(r), k -> fail()));
    add("computeIfPresent", (m, r) -> m.computeIfPresent(key(r), (k, v) -> orNull(r)));
    add("computeIfPresentThrowing", (m, r) -> m.computeIfPresent(key(r), (k, v) -> fail()));
    add("merge", (m, r) -> m.merge(key(r), "merged", (v, w) -> orNull(r)));
    add("mergeThrowing", (m, r) -> m.merge(key(r), "merged", (v, w) -> fail()));
    add("replaceAll", (m, r) -> m.replaceAll((k, v) -> value(r)));
    add("replaceAllThrowing", (m, r) -> m.replaceAll((k, v) -> orFail(r)));
  }

  private void bulk() {
    add("putAll", (m, r) -> m.putAll(some(r)));
    add("putAllOfItself", (m, r) -> m.putAll(m));
    add("clear", (m, r) -> m.clear());
    add(
        "clearAndPut",
        (m, r) -> {
          m.clear();
          m.put(key(r), value(r));
        });
    add(
        "removeAndPut",
        (m, r) ->
            pick(
                m,
                r,
                e -> {
                  m.remove(e.getKey());
                  m.put(e.getKey(), value(r));
                }));
  }

  private void keys() {
    add("keySet.add", (m, r) -> m.keySet().add(key(r)));
    add("keySet.addAll", (m, r) -> m.keySet().addAll(someKeys(r)));
    add("keySet.ofMapped.add", (m, r) -> mapped(m, value(r)).add(key(r)));
    add("keySet.remove", (m, r) -> m.keySet().remove(key(r)));
    add("keySet.clear", (m, r) -> m.keySet().clear());
    add("keySet.removeIf", (m, r) -> m.keySet().removeIf(k -> r.nextBoolean()));
    add("keySet.removeAll", (m, r) -> m.keySet().removeAll(someKeys(r)));
    add("keySet.retainAll", (m, r) -> m.keySet().retainAll(someKeys(r)));
    add("keySet.iterator.remove", (m, r) -> removeSome(m.keySet().iterator(), r));
  }

  private void values() {
    add("values.add", (m, r) -> m.values().add(value(r)));
    add("values.remove", (m, r) -> pick(m, r, e -> m.values().remove(e.getValue())));
    add("values.clear", (m, r) -> m.values().clear());
    add("values.removeIf", (m, r) -> m.values().removeIf(v -> r.nextBoolean()));
    add("values.removeAll", (m, r) -> m.values().removeAll(someValues(m, r)));
    add("values.retainAll", (m, r) -> m.values().retainAll(someValues(m, r)));
    add("values.iterator.remove", (m, r) -> removeSome(m.values().iterator(), r));
  }

  private void entries() {
    add("entrySet.add", (m, r) -> m.entrySet().add(new SimpleEntry<>(key(r), value(r))));
    add(
        "entrySet.remove",
        (m, r) -> pick(m, r, e -> m.entrySet().remove(Map.entry(e.getKey(), e.getValue()))));
    add(
        "entrySet.removeWrong",
        (m, r) -> pick(m, r, e -> m.entrySet().remove(Map.entry(e.getKey(), "no"))));
    add("entrySet.clear", (m, r) -> m.entrySet().clear());
    add("entrySet.removeIf", (m, r) -> m.entrySet().removeIf(e -> r.nextBoolean()));
    add("entrySet.removeAll", (m, r) -> m.entrySet().removeAll(some(m, r).entrySet()));
    add("entrySet.retainAll", (m, r) -> m.entrySet().retainAll(some(m, r).entrySet()));
    add("entrySet.iterator.remove", (m, r) -> removeSome(m.entrySet().iterator(), r));
    add(
        "entrySet.iterator.setValue",
        (m, r) -> {
          for (Map.Entry<Object, Object> entry : m.entrySet()) {
            set(entry, r);
          }
        });
    add("entrySet.forEach.setValue", (m, r) -> m.entrySet().forEach(e -> set(e, r)));
    add("entrySet.stream.setValue", (m, r) -> m.entrySet().stream().forEach(e -> set(e, r)));
    add(
        "entrySet.parallelStream.setValue",
        (m, r) -> m.entrySet().parallelStream().forEachOrdered(e -> set(e, r)));
    add(
        "entrySet.spliterator.setValue",
        (m, r) -> m.entrySet().spliterator().tryAdvance(e -> set(e, r)));
    add(
        "entrySet.toArray.setValue",
        (m, r) -> {
          for (Object entry : m.entrySet().toArray()) {
            set(entry, r);
          }
        });
    add(
        "entrySet.toArrayOf.setValue",
        (m, r) -> {
          for (Object entry : m.entrySet().toArray(new Map.Entry<?, ?>[0])) {
            set(entry, r);
          }
        });
  }

  /** The view of the keys that maps what is added to a value; of other maps one that refuses. */
  private static Set<Object> mapped(Map<Object, Object> map, Object value) {
    return map instanceof ConcurrentHashMap<Object, Object> shared
        ? shared.keySet(value)
        : map.keySet();
  }

  private void sequenced() {
    add("putFirst", (m, r) -> Reflected.call(m.getClass(), m, "putFirst", key(r), value(r)));
    add("putLast", (m, r) -> Reflected.call(m.getClass(), m, "putLast", key(r), value(r)));
    add("pollFirstEntry", (m, r) -> Reflected.call(m.getClass(), m, "pollFirstEntry"));
    add("pollLastEntry", (m, r) -> Reflected.call(m.getClass(), m, "pollLastEntry"));
    add("reversed.put", (m, r) -> reversed(m, v -> v.put(key(r), value(r))));
    add("reversed.remove", (m, r) -> reversed(m, v -> v.remove(key(r))));
    add("reversed.replaceAll", (m, r) -> reversed(m, v -> v.replaceAll((k, x) -> value(r))));
    add(
        "reversed.keySet.iterator.remove",
        (m, r) -> reversed(m, v -> removeSome(v.keySet().iterator(), r)));
    add(
        "reversed.values.iterator.remove",
        (m, r) -> reversed(m, v -> removeSome(v.values().iterator(), r)));
    add(
        "reversed.entrySet.setValue",
        (m, r) -> reversed(m, v -> v.entrySet().forEach(e -> set(e, r))));
    add("sequencedKeySet.removeFirst", (m, r) -> sequenced(m, "sequencedKeySet", "removeFirst"));
    add("sequencedKeySet.removeLast", (m, r) -> sequenced(m, "sequencedKeySet", "removeLast"));
    add("sequencedValues.removeFirst", (m, r) -> sequenced(m, "sequencedValues", "removeFirst"));
    add("sequencedEntrySet.removeLast", (m, r) -> sequenced(m, "sequencedEntrySet", "removeLast"));
    add(
        "sequencedEntrySet.setValue",
        (m, r) -> {
          Object view = Reflected.call(m.getClass(), m, "sequencedEntrySet");
          if (view != null) {
            ((Set<?>) view).forEach(e -> set(e, r));
          }
        });
  }

  private static void sequenced(Map<?, ?> map, String view, String method) throws Throwable {
    Object made = Reflected.call(map.getClass(), map, view);
    if (made != null) {
      Reflected.call(Class.forName("java.util.SequencedCollection"), made, method);
    }
  }

  @SuppressWarnings("unchecked")
  private static void reversed(Map<Object, Object> map, Step<Map<Object, Object>> step)
      throws Throwable {
    Object view = Reflected.call(map.getClass(), map, "reversed");
    if (view != null) {
      step.run((Map<Object, Object>) view);
    }
  }

  /** Something to do with what was found. */
  interface Step<T> {
    void run(T found) throws Throwable;
  }

  private static void pick(
      Map<Object, Object> map, Random random, Step<Map.Entry<Object, Object>> step)
      throws Throwable {
    if (!map.isEmpty()) {
      List<Map.Entry<Object, Object>> copies = new ArrayList<>();
      map.forEach((key, value) -> copies.add(new SimpleEntry<>(key, value)));
      Iterator<Map.Entry<Object, Object>> entries = copies.iterator();
      for (int i = random.nextInt(map.size()); i > 0; i--) {
        entries.next();
      }
      step.run(entries.next());
    }
  }

  static void removeSome(Iterator<?> iterator, Random random) {
    while (iterator.hasNext()) {
      iterator.next();
      if (random.nextInt(3) == 0) {
        iterator.remove();
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void set(Object entry, Random random) {
    if (random.nextBoolean()) {
      ((Map.Entry<Object, Object>) entry).setValue(value(random));
    }
  }

  private Map<Object, Object> some(Random random) {
    Map<Object, Object> some = new HashMap<>();
    for (Object key : someKeys(random)) {
      some.put(key, value(random));
    }
    return some;
  }

  private Map<Object, Object> some(Map<Object, Object> map, Random random) {
    Map<Object, Object> some = new LinkedHashMap<>(map);
    some.keySet().removeIf(key -> random.nextBoolean());
    return some;
  }

  private List<Object> someValues(Map<Object, Object> map, Random random) {
    return new ArrayList<>(some(map, random).values());
  }

  private Object orNull(Random random) {
    return random.nextInt(3) == 0 ? null : value(random);
  }

  private Object orFail(Random random) {
    return random.nextInt(4) == 0 ? fail() : value(random);
  }

  static Object fail() {
    throw new IllegalStateException("on purpose");
  }
}
