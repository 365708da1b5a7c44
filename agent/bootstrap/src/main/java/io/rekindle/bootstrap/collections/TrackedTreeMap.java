package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A {@link TreeMap} that records its changes. */
public class TrackedTreeMap<K, V> extends TreeMap<K, V> implements TrackedKeys {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile KeyedLog $rekindle;

  /** See {@link TreeMap#TreeMap()}. */
  public TrackedTreeMap() {}

  /** See {@link TreeMap#TreeMap(Comparator)}. */
  public TrackedTreeMap(Comparator<? super K> comparator) {
    super(comparator);
  }

  /** See {@link TreeMap#TreeMap(Map)}. */
  public TrackedTreeMap(Map<? extends K, ? extends V> source) {
    super(source);
  }

  /** See {@link TreeMap#TreeMap(SortedMap)}. */
  public TrackedTreeMap(SortedMap<K, ? extends V> source) {
    super(source);
  }

  @Override
  public V put(K key, V value) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.put(key, value);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    try {
      return super.put(key, value);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public V putIfAbsent(K key, V value) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.putIfAbsent(key, value);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    boolean unchanged = false;
    try {
      unchanged = log.isUnchanging(key, stored);
      return super.putIfAbsent(key, value);
    } finally {
      log.after(unchanged, key, stored);
    }
  }

  @Override
  public V remove(Object key) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.remove(key);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    try {
      return super.remove(key);
    } finally {
      log.afterRemoval(key, stored);
    }
  }

  @Override
  public boolean remove(Object key, Object value) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.remove(key, value);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    boolean removed = false;
    try {
      removed = super.remove(key, value);
      return removed;
    } finally {
      log.afterRemoval(removed, key, stored);
    }
  }

  @Override
  public V replace(K key, V value) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.replace(key, value);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    try {
      return super.replace(key, value);
    } finally {
      log.afterReplacing(key, stored, false);
    }
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.replace(key, oldValue, newValue);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    try {
      return super.replace(key, oldValue, newValue);
    } finally {
      log.afterReplacing(key, stored, false);
    }
  }

  @Override
  public V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends V> function) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.computeIfPresent(key, function);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    try {
      return super.computeIfPresent(key, function);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public V compute(K key, BiFunction<? super K, ? super V, ? extends V> function) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.compute(key, function);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    try {
      return super.compute(key, function);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public V merge(K key, V value, BiFunction<? super V, ? super V, ? extends V> function) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.merge(key, value, function);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    try {
      return super.merge(key, value, function);
    } finally {
      log.after(key, stored);
    }
  }

  @Override
  public V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.computeIfAbsent(key, function);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    boolean unchanged = false;
    try {
      unchanged = log.isUnchanging(key, stored);
      return super.computeIfAbsent(key, function);
    } finally {
      log.after(unchanged, key, stored);
    }
  }

  /** Fills an empty map from a sorted one at once, and calls {@link #put} otherwise. */
  @Override
  public void putAll(Map<? extends K, ? extends V> source) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        super.putAll(source);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    boolean fill = super.isEmpty();
    try {
      super.putAll(source);
    } finally {
      if (fill) {
        log.insertedAll(super.navigableKeySet());
      }
      log.exit();
    }
  }

  @Override
  public void clear() {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        super.clear();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      int begun = log.clearing();
      super.clear();
      log.cleared(begun);
    } finally {
      log.exit();
    }
  }

  @Override
  public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        super.replaceAll(function);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      super.replaceAll(function);
    } finally {
      log.changedAll(super.navigableKeySet());
      log.exit();
    }
  }

  @Override
  public Map.Entry<K, V> pollFirstEntry() {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.pollFirstEntry();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      Map.Entry<K, V> polled = super.pollFirstEntry();
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
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.pollLastEntry();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      Map.Entry<K, V> polled = super.pollLastEntry();
      if (polled != null) {
        log.removed(polled.getKey());
      }
      return polled;
    } finally {
      log.exit();
    }
  }

  @Override
  public Set<K> keySet() {
    return navigableKeySet();
  }

  @Override
  public NavigableSet<K> navigableKeySet() {
    return new NavigableMapKeysView<>(this, this, super.navigableKeySet(), true);
  }

  @Override
  public NavigableSet<K> descendingKeySet() {
    return descendingMap().navigableKeySet();
  }

  @Override
  public Collection<V> values() {
    return new ValuesView<>(this, super.values(), super.entrySet(), true);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new EntriesView<>(this, super.entrySet(), true);
  }

  @Override
  public NavigableMap<K, V> descendingMap() {
    return part(super.descendingMap());
  }

  @Override
  public NavigableMap<K, V> subMap(K from, boolean fromInclusive, K to, boolean toInclusive) {
    return part(super.subMap(from, fromInclusive, to, toInclusive));
  }

  @Override
  public NavigableMap<K, V> headMap(K to, boolean inclusive) {
    return part(super.headMap(to, inclusive));
  }

  @Override
  public NavigableMap<K, V> tailMap(K from, boolean inclusive) {
    return part(super.tailMap(from, inclusive));
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

  private NavigableMap<K, V> part(NavigableMap<K, V> plainPart) {
    return new NavigableMapView<>(this, plainPart);
  }

  /** The copy was never captured. */
  @Override
  @SuppressWarnings("unchecked")
  public Object clone() {
    TrackedTreeMap<K, V> copy = (TrackedTreeMap<K, V>) super.clone();
    copy.$rekindle = null;
    return copy;
  }

  @Override
  public KeyedLog $rekindle$log() {
    return $rekindle;
  }

  @Override
  public KeyedLog $rekindle$startLog() {
    return $rekindle = new KeyedLog(this, false);
  }

  @Override
  public void $rekindle$dropLog() {
    $rekindle = null;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Object $rekindle$storedKey(Object key) {
    Map.Entry<K, V> entry = super.ceilingEntry((K) key);
    return entry != null && Order.areEqual(super.comparator(), key, entry.getKey())
        ? entry.getKey()
        : ABSENT;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Object $rekindle$valueOf(Object storedKey) {
    Map.Entry<K, V> entry = super.ceilingEntry((K) storedKey);
    return entry != null && Keys.areSame(storedKey, entry.getKey()) ? entry.getValue() : ABSENT;
  }

  /** Java serialization writes a map that can be read without Rekindle. */
  private Object writeReplace() {
    return new TreeMap<>((SortedMap<K, V>) this);
  }
}
