package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A {@link ConcurrentHashMap} that records its changes. The type of its key sets is final, and they
 * change the map directly: once one was handed out, the map {@link #$rekindle$isLeaky() is leaky}.
 */
public class TrackedConcurrentHashMap<K, V> extends ConcurrentHashMap<K, V> implements TrackedKeys {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since threads need no other means to share the map. */
  private transient volatile KeyedLog $rekindle;

  private transient volatile boolean leaky;

  /** See {@link ConcurrentHashMap#ConcurrentHashMap()}. */
  public TrackedConcurrentHashMap() {}

  /** See {@link ConcurrentHashMap#ConcurrentHashMap(int)}. */
  public TrackedConcurrentHashMap(int initialCapacity) {
    super(initialCapacity);
  }

  /** See {@link ConcurrentHashMap#ConcurrentHashMap(Map)}. */
  public TrackedConcurrentHashMap(Map<? extends K, ? extends V> source) {
    super(source);
  }

  /** See {@link ConcurrentHashMap#ConcurrentHashMap(int, float)}. */
  public TrackedConcurrentHashMap(int initialCapacity, float loadFactor) {
    super(initialCapacity, loadFactor);
  }

  /** See {@link ConcurrentHashMap#ConcurrentHashMap(int, float, int)}. */
  public TrackedConcurrentHashMap(int initialCapacity, float loadFactor, int concurrencyLevel) {
    super(initialCapacity, loadFactor, concurrencyLevel);
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
  public KeySetView<K, V> keySet() {
    leak();
    return super.keySet();
  }

  @Override
  public KeySetView<K, V> keySet(V mappedValue) {
    leak();
    return super.keySet(mappedValue);
  }

  private void leak() {
    if (!leaky) {
      leaky = true;
      KeyedLog log = $rekindle;
      if (log != null) {
        log.changeWhole();
      }
    }
  }

  @Override
  public boolean $rekindle$isLeaky() {
    return leaky;
  }

  @Override
  public Collection<V> values() {
    return new ConcurrentValuesView<>(this, this, super.values(), super.entrySet(), true);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new ConcurrentEntriesView<>(this, this, super.entrySet(), true, true);
  }

  /** The superclass's is an iterator as well, which could remove. */
  @Override
  public Enumeration<K> keys() {
    return Collections.enumeration(super.keySet());
  }

  /** The superclass's is an iterator as well, which could remove. */
  @Override
  public Enumeration<V> elements() {
    return Collections.enumeration(super.values());
  }

  @Override
  public KeyedLog $rekindle$log() {
    return $rekindle;
  }

  @Override
  public KeyedLog $rekindle$startLog() {
    return $rekindle = new KeyedLog(this, true);
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
    if (value == null
        || !Keys.areValues(storedKey) && $rekindle$storedKey(storedKey) != storedKey) {
      return ABSENT;
    }
    return value;
  }

  /** Java serialization writes a map that can be read without Rekindle. */
  private Object writeReplace() {
    return new ConcurrentHashMap<>(this);
  }
}
