package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A {@link Hashtable} that records its changes. Each change and its note are one step under the
 * table's own monitor, which is taken after the gate was passed; captures read the table without
 * it.
 */
public class TrackedHashtable<K, V> extends Hashtable<K, V> implements TrackedKeys {

  private static final long serialVersionUID = 1;
  private static final float DEFAULT_LOAD_FACTOR = 0.75f;

  /** The superclass does not give its own away. */
  private final transient float loadFactor;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile KeyedLog $rekindle;

  /** See {@link Hashtable#Hashtable()}. */
  public TrackedHashtable() {
    loadFactor = DEFAULT_LOAD_FACTOR;
  }

  /** See {@link Hashtable#Hashtable(int)}. */
  public TrackedHashtable(int initialCapacity) {
    super(initialCapacity);
    loadFactor = DEFAULT_LOAD_FACTOR;
  }

  /** See {@link Hashtable#Hashtable(int, float)}. */
  public TrackedHashtable(int initialCapacity, float loadFactor) {
    super(initialCapacity, loadFactor);
    this.loadFactor = loadFactor;
  }

  /** See {@link Hashtable#Hashtable(Map)}. */
  public TrackedHashtable(Map<? extends K, ? extends V> source) {
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
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.put(key, value);
        } finally {
          log.after(key, stored);
        }
      }
    } finally {
      log.exit();
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
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        boolean unchanged = false;
        try {
          unchanged = log.isUnchanging(key, stored);
          return super.putIfAbsent(key, value);
        } finally {
          log.after(unchanged, key, stored);
        }
      }
    } finally {
      log.exit();
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
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.remove(key);
        } finally {
          log.afterRemoval(key, stored);
        }
      }
    } finally {
      log.exit();
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
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        boolean removed = false;
        try {
          removed = super.remove(key, value);
          return removed;
        } finally {
          log.afterRemoval(removed, key, stored);
        }
      }
    } finally {
      log.exit();
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
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.replace(key, value);
        } finally {
          log.afterReplacing(key, stored, false);
        }
      }
    } finally {
      log.exit();
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
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.replace(key, oldValue, newValue);
        } finally {
          log.afterReplacing(key, stored, false);
        }
      }
    } finally {
      log.exit();
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
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.computeIfPresent(key, function);
        } finally {
          log.after(key, stored);
        }
      }
    } finally {
      log.exit();
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
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.compute(key, function);
        } finally {
          log.after(key, stored);
        }
      }
    } finally {
      log.exit();
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
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        try {
          return super.merge(key, value, function);
        } finally {
          log.after(key, stored);
        }
      }
    } finally {
      log.exit();
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
    log.enter();
    try {
      synchronized (this) {
        Object stored = log.before(key);
        boolean unchanged = false;
        try {
          unchanged = log.isUnchanging(key, stored);
          return super.computeIfAbsent(key, function);
        } finally {
          log.after(unchanged, key, stored);
        }
      }
    } finally {
      log.exit();
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
    log.enter();
    try {
      synchronized (this) {
        log.enter();
        try {
          super.putAll(source);
        } finally {
          log.exit();
        }
      }
    } finally {
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
      synchronized (this) {
        log.enter();
        try {
          int begun = log.clearing();
          super.clear();
          log.cleared(begun);
        } finally {
          log.exit();
        }
      }
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
      synchronized (this) {
        log.enter();
        try {
          super.replaceAll(function);
        } finally {
          log.changedAll(super.keySet());
          log.exit();
        }
      }
    } finally {
      log.exit();
    }
  }

  /** Turns the order within the buckets round, which single entries can't tell. */
  @Override
  protected void rehash() {
    super.rehash();
    KeyedLog log = $rekindle;
    if (log != null) {
      log.setWhole();
    }
  }

  @Override
  public Set<K> keySet() {
    return new SynchronizedSetView<>(this, new KeysView<>(this, super.keySet(), true));
  }

  @Override
  public Collection<V> values() {
    return new SynchronizedView<>(
        this, new ValuesView<>(this, super.values(), super.entrySet(), true));
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new SynchronizedSetView<>(this, new EntriesView<>(this, super.entrySet(), true));
  }

  /** The copy was never captured. */
  @Override
  @SuppressWarnings("unchecked")
  public synchronized Object clone() {
    TrackedHashtable<K, V> copy = (TrackedHashtable<K, V>) super.clone();
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
  public int $rekindle$size() {
    return HashtableEntries.count(this, super.entrySet());
  }

  @Override
  public Object $rekindle$storedKey(Object key) {
    Map.Entry<?, ?> entry = HashtableEntries.find(this, super.entrySet(), key);
    return entry == null ? ABSENT : entry.getKey();
  }

  @Override
  public Object $rekindle$valueOf(Object storedKey) {
    Map.Entry<?, ?> entry = HashtableEntries.find(this, super.entrySet(), storedKey);
    return entry == null || !Keys.areSame(storedKey, entry.getKey()) ? ABSENT : entry.getValue();
  }

  /** Java serialization writes a table that can be read without Rekindle. */
  private synchronized Object writeReplace() {
    Hashtable<K, V> plain = new Hashtable<>(Capacities.of(size(), loadFactor), loadFactor);
    plain.putAll(this);
    return plain;
  }
}
