package io.rekindle.bootstrap.collections;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A part of a tracked navigable map, or its descending view. The superclass's view calls public
 * methods of the map for some changes, and changes the map directly for others: all are noted here.
 * Noting a key twice does no harm.
 */
class NavigableMapView<K, V> extends AbstractMap<K, V> implements NavigableMap<K, V>, Serializable {

  private static final long serialVersionUID = 1;

  final transient TrackedKeys owner;
  private final transient NavigableMap<K, V> plain;

  NavigableMapView(TrackedKeys owner, NavigableMap<K, V> plain) {
    this.owner = owner;
    this.plain = plain;
  }

  private NavigableMap<K, V> part(NavigableMap<K, V> plainPart) {
    return new NavigableMapView<>(owner, plainPart);
  }

  @Override
  public V put(K key, V value) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.put(key, value);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    Object stored = log.before(key);
    try {
      return plain.put(key, value);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public V putIfAbsent(K key, V value) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.putIfAbsent(key, value);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    Object stored = log.before(key);
    try {
      return plain.putIfAbsent(key, value);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public V remove(Object key) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.remove(key);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    Object stored = log.before(key);
    try {
      return plain.remove(key);
    } finally {
      log.afterRemoval(key, stored);
    }
  }

  @Override
  public boolean remove(Object key, Object value) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.remove(key, value);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    Object stored = log.before(key);
    try {
      return plain.remove(key, value);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public V replace(K key, V value) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.replace(key, value);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    Object stored = log.before(key);
    try {
      return plain.replace(key, value);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.replace(key, oldValue, newValue);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    Object stored = log.before(key);
    try {
      return plain.replace(key, oldValue, newValue);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.computeIfAbsent(key, function);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    Object stored = log.before(key);
    try {
      return plain.computeIfAbsent(key, function);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends V> function) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.computeIfPresent(key, function);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    Object stored = log.before(key);
    try {
      return plain.computeIfPresent(key, function);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public V compute(K key, BiFunction<? super K, ? super V, ? extends V> function) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.compute(key, function);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    Object stored = log.before(key);
    try {
      return plain.compute(key, function);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public V merge(K key, V value, BiFunction<? super V, ? super V, ? extends V> function) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.merge(key, value, function);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    Object stored = log.before(key);
    try {
      return plain.merge(key, value, function);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        plain.replaceAll(function);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
      return;
    }
    log.enter();
    try {
      plain.replaceAll(function);
    } finally {
      log.changedAll(plain.navigableKeySet());
      log.exit();
    }
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> source) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        plain.putAll(source);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
      return;
    }
    log.enter();
    try {
      super.putAll(source);
    } finally {
      log.exit();
    }
  }

  @Override
  public void clear() {
    entrySet().clear();
  }

  @Override
  public Map.Entry<K, V> pollFirstEntry() {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.pollFirstEntry();
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    log.enter();
    try {
      Map.Entry<K, V> polled = plain.pollFirstEntry();
      if (polled != null) {
        log.removed(polled.getKey());
      }
      return polled;
    } finally {
      log.exit();
    }
  }

  @Override
  public Map.Entry<K, V> pollLastEntry() {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.pollLastEntry();
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    log.enter();
    try {
      Map.Entry<K, V> polled = plain.pollLastEntry();
      if (polled != null) {
        log.removed(polled.getKey());
      }
      return polled;
    } finally {
      log.exit();
    }
  }

  @Override
  public NavigableSet<K> navigableKeySet() {
    return new NavigableMapKeysView<>(owner, this, plain.navigableKeySet(), false);
  }

  @Override
  public NavigableSet<K> descendingKeySet() {
    return descendingMap().navigableKeySet();
  }

  @Override
  public NavigableSet<K> keySet() {
    return navigableKeySet();
  }

  @Override
  public Collection<V> values() {
    return new ValuesView<>(owner, plain.values(), plain.entrySet(), false);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new EntriesView<>(owner, plain.entrySet(), false);
  }

  @Override
  public NavigableMap<K, V> descendingMap() {
    return part(plain.descendingMap());
  }

  @Override
  public NavigableMap<K, V> subMap(K from, boolean fromInclusive, K to, boolean toInclusive) {
    return part(plain.subMap(from, fromInclusive, to, toInclusive));
  }

  @Override
  public NavigableMap<K, V> headMap(K to, boolean inclusive) {
    return part(plain.headMap(to, inclusive));
  }

  @Override
  public NavigableMap<K, V> tailMap(K from, boolean inclusive) {
    return part(plain.tailMap(from, inclusive));
  }

  @Override
  public SortedMap<K, V> subMap(K from, K to) {
    return subMap(from, true, to, false);
  }

  @Override
  public SortedMap<K, V> headMap(K to) {
    return headMap(to, false);
  }

  @Override
  public SortedMap<K, V> tailMap(K from) {
    return tailMap(from, true);
  }

  @Override
  public int size() {
    return plain.size();
  }

  @Override
  public boolean isEmpty() {
    return plain.isEmpty();
  }

  @Override
  public V get(Object key) {
    return plain.get(key);
  }

  @Override
  public V getOrDefault(Object key, V defaultValue) {
    return plain.getOrDefault(key, defaultValue);
  }

  @Override
  public boolean containsKey(Object key) {
    return plain.containsKey(key);
  }

  @Override
  public boolean containsValue(Object value) {
    return plain.containsValue(value);
  }

  @Override
  public void forEach(BiConsumer<? super K, ? super V> action) {
    plain.forEach(action);
  }

  @Override
  public Comparator<? super K> comparator() {
    return plain.comparator();
  }

  @Override
  public K firstKey() {
    return plain.firstKey();
  }

  @Override
  public K lastKey() {
    return plain.lastKey();
  }

  @Override
  public K lowerKey(K key) {
    return plain.lowerKey(key);
  }

  @Override
  public K floorKey(K key) {
    return plain.floorKey(key);
  }

  @Override
  public K ceilingKey(K key) {
    return plain.ceilingKey(key);
  }

  @Override
  public K higherKey(K key) {
    return plain.higherKey(key);
  }

  @Override
  public Map.Entry<K, V> lowerEntry(K key) {
    return plain.lowerEntry(key);
  }

  @Override
  public Map.Entry<K, V> floorEntry(K key) {
    return plain.floorEntry(key);
  }

  @Override
  public Map.Entry<K, V> ceilingEntry(K key) {
    return plain.ceilingEntry(key);
  }

  @Override
  public Map.Entry<K, V> higherEntry(K key) {
    return plain.higherEntry(key);
  }

  @Override
  public Map.Entry<K, V> firstEntry() {
    return plain.firstEntry();
  }

  @Override
  public Map.Entry<K, V> lastEntry() {
    return plain.lastEntry();
  }

  /** Not private, so that it holds for subclasses as well. */
  final Object writeReplace() {
    return plain;
  }
}
