package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;

/** A part of a tracked concurrent navigable map, or its descending view. */
final class ConcurrentNavigableMapView<K, V> extends NavigableMapView<K, V>
    implements ConcurrentNavigableMap<K, V> {

  private static final long serialVersionUID = 1;

  private final transient ConcurrentNavigableMap<K, V> plain;

  ConcurrentNavigableMapView(TrackedKeys owner, ConcurrentNavigableMap<K, V> plain) {
    super(owner, plain);
    this.plain = plain;
  }

  private ConcurrentNavigableMap<K, V> part(ConcurrentNavigableMap<K, V> plainPart) {
    return new ConcurrentNavigableMapView<>(owner, plainPart);
  }

  @Override
  public Collection<V> values() {
    return new ConcurrentValuesView<>(owner, this, plain.values(), plain.entrySet(), false);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new ConcurrentEntriesView<>(owner, this, plain.entrySet(), false, false);
  }

  @Override
  public ConcurrentNavigableMap<K, V> descendingMap() {
    return part(plain.descendingMap());
  }

  @Override
  public ConcurrentNavigableMap<K, V> subMap(
      K from, boolean fromInclusive, K to, boolean toInclusive) {
    return part(plain.subMap(from, fromInclusive, to, toInclusive));
  }

  @Override
  public ConcurrentNavigableMap<K, V> headMap(K to, boolean inclusive) {
    return part(plain.headMap(to, inclusive));
  }

  @Override
  public ConcurrentNavigableMap<K, V> tailMap(K from, boolean inclusive) {
    return part(plain.tailMap(from, inclusive));
  }

  @Override
  public ConcurrentNavigableMap<K, V> subMap(K from, K to) {
    return subMap(from, true, to, false);
  }

  @Override
  public ConcurrentNavigableMap<K, V> headMap(K to) {
    return headMap(to, false);
  }

  @Override
  public ConcurrentNavigableMap<K, V> tailMap(K from) {
    return tailMap(from, true);
  }
}
