package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * An {@link IdentityHashMap} that records its changes. Two strings that are equal may be two keys
 * of it, which edits by key can't tell apart: a change of a key that is compared by value makes the
 * log whole.
 */
public class TrackedIdentityHashMap<K, V> extends IdentityHashMap<K, V> implements TrackedKeys {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile KeyedLog $rekindle;

  /** See {@link IdentityHashMap#IdentityHashMap()}. */
  public TrackedIdentityHashMap() {}

  /** See {@link IdentityHashMap#IdentityHashMap(int)}. */
  public TrackedIdentityHashMap(int expectedMaxSize) {
    super(expectedMaxSize);
  }

  /** See {@link IdentityHashMap#IdentityHashMap(Map)}. */
  public TrackedIdentityHashMap(Map<? extends K, ? extends V> source) {
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
      super.putAll(source);
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
    return new IdentityKeysView<>(this, super.keySet());
  }

  @Override
  public Collection<V> values() {
    return new IdentityValuesView<>(this, super.values(), super.entrySet());
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new IdentityEntriesView<>(this, super.entrySet());
  }

  /** The copy was never captured. */
  @Override
  @SuppressWarnings("unchecked")
  public Object clone() {
    TrackedIdentityHashMap<K, V> copy = (TrackedIdentityHashMap<K, V>) super.clone();
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
  public boolean $rekindle$comparesIdentity() {
    return true;
  }

  @Override
  public Object $rekindle$storedKey(Object key) {
    return super.containsKey(key) ? key : ABSENT;
  }

  @Override
  public Object $rekindle$valueOf(Object storedKey) {
    V value = super.get(storedKey);
    return value == null && !super.containsKey(storedKey) ? ABSENT : value;
  }

  /** Java serialization writes a map that can be read without Rekindle. */
  private Object writeReplace() {
    return new IdentityHashMap<>(this);
  }
}
