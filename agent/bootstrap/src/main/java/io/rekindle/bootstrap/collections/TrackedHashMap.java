package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A {@link HashMap} that records its changes. */
public class TrackedHashMap<K, V> extends HashMap<K, V> implements TrackedKeys {

  private static final long serialVersionUID = 1;
  private static final float DEFAULT_LOAD_FACTOR = 0.75f;

  /** The superclass does not give its own away. */
  private final transient float loadFactor;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile KeyedLog $rekindle;

  /** See {@link HashMap#HashMap()}. */
  public TrackedHashMap() {
    loadFactor = DEFAULT_LOAD_FACTOR;
  }

  /** See {@link HashMap#HashMap(int)}. */
  public TrackedHashMap(int initialCapacity) {
    super(initialCapacity);
    loadFactor = DEFAULT_LOAD_FACTOR;
  }

  /** See {@link HashMap#HashMap(int, float)}. */
  public TrackedHashMap(int initialCapacity, float loadFactor) {
    super(initialCapacity, loadFactor);
    this.loadFactor = loadFactor;
  }

  /** See {@link HashMap#HashMap(Map)}. */
  public TrackedHashMap(Map<? extends K, ? extends V> source) {
    super(source);
    loadFactor = DEFAULT_LOAD_FACTOR;
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
    PutAllSource<K, V> noting = new PutAllSource<>(log, this, source, false);
    log.enter();
    try {
      super.putAll(noting);
    } finally {
      noting.finish();
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
      log.changedAll(super.keySet());
      log.exit();
    }
  }

  @Override
  public Set<K> keySet() {
    return new KeysView<>(this, super.keySet(), true);
  }

  @Override
  public Collection<V> values() {
    return new ValuesView<>(this, super.values(), super.entrySet(), true);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new EntriesView<>(this, super.entrySet(), true);
  }

  /** The copy was never captured. */
  @Override
  @SuppressWarnings("unchecked")
  public Object clone() {
    TrackedHashMap<K, V> copy = (TrackedHashMap<K, V>) super.clone();
    copy.$rekindle = null;
    return copy;
  }

  /** The load factor it was made with. */
  public float $rekindle$loadFactor() {
    return loadFactor;
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
  public Object $rekindle$storedKey(Object key) {
    if (Keys.areValues(key)) {
      return super.containsKey(key) ? key : ABSENT;
    }
    KeyProbe probe = new KeyProbe(key);
    super.containsKey(probe);
    return probe.found();
  }

  @Override
  public Object $rekindle$valueOf(Object storedKey) {
    V value = super.get(storedKey);
    if (Keys.areValues(storedKey) && value != null) {
      return value;
    }
    return $rekindle$storedKey(storedKey) == storedKey ? value : ABSENT;
  }

  /** Java serialization writes a map that can be read without Rekindle. */
  private Object writeReplace() {
    Map<K, V> plain = new HashMap<>(Capacities.of(size(), loadFactor), loadFactor);
    plain.putAll(this);
    return plain;
  }
}
