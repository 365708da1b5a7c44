package io.rekindle.bootstrap.collections;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** The entries of a tracked concurrent map: a filter removes only the pair that it was shown. */
final class ConcurrentEntriesView<K, V> extends EntriesView<K, V> {

  private final ConcurrentMap<K, V> map;
  private final Set<Map.Entry<K, V>> plain;

  /** Whether entries can be added, as in a {@code ConcurrentHashMap}. */
  private final boolean growing;

  ConcurrentEntriesView(
      TrackedKeys owner,
      ConcurrentMap<K, V> map,
      Set<Map.Entry<K, V>> plain,
      boolean growing,
      boolean complete) {
    super(owner, plain, complete);
    this.map = map;
    this.plain = plain;
    this.growing = growing;
  }

  @Override
  public boolean add(Map.Entry<K, V> entry) {
    return growing ? map.put(entry.getKey(), entry.getValue()) == null : super.add(entry);
  }

  @Override
  public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
    if (filter == null) {
      throw new NullPointerException();
    }
    boolean removed = false;
    for (Map.Entry<K, V> entry : plain) {
      Map.Entry<K, V> shown = new AbstractMap.SimpleImmutableEntry<>(entry);
      removed |= filter.test(shown) && map.remove(shown.getKey(), shown.getValue());
    }
    return removed;
  }
}
