package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * The values of a tracked concurrent map: a filter removes only the pair whose value it was shown.
 */
final class ConcurrentValuesView<K, V, M extends ConcurrentMap<K, V> & TrackedKeys>
    extends ValuesView<K, V> {

  private final M map;
  private final Set<Map.Entry<K, V>> entries;

  ConcurrentValuesView(M map, Collection<V> plain, Set<Map.Entry<K, V>> entries) {
    super(map, plain, entries, true);
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
