package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * The values of a tracked concurrent map: a filter removes only the pair whose value it was shown.
 */
final class ConcurrentValuesView<K, V> extends ValuesView<K, V> {

  private final ConcurrentMap<K, V> map;
  private final Set<Map.Entry<K, V>> entries;

  ConcurrentValuesView(
      TrackedKeys owner,
      ConcurrentMap<K, V> map,
      Collection<V> plain,
      Set<Map.Entry<K, V>> entries,
      boolean complete) {
    super(owner, plain, entries, complete);
    this.map = map;
    this.entries = entries;
  }

  @Override
  public boolean removeIf(Predicate<? super V> filter) {
    if (filter == null) {
      throw new NullPointerException();
    }
    boolean removed = false;
    for (Map.Entry<K, V> entry : entries) {
      V value = entry.getValue();
      removed |= filter.test(value) && map.remove(entry.getKey(), value);
    }
    return removed;
  }
}
