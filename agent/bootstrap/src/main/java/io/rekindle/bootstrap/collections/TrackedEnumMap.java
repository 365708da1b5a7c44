package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** An {@link EnumMap} that records its changes. The superclass's other methods call those below. */
public class TrackedEnumMap<K extends Enum<K>, V> extends EnumMap<K, V> implements TrackedKeys {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile KeyedLog $rekindle;

  /** See {@link EnumMap#EnumMap(Class)}. */
  public TrackedEnumMap(Class<K> keyType) {
    super(keyType);
  }

  /** See {@link EnumMap#EnumMap(EnumMap)}. */
  public TrackedEnumMap(EnumMap<K, ? extends V> source) {
    super(source);
  }

  /** See {@link EnumMap#EnumMap(Map)}. */
  public TrackedEnumMap(Map<K, ? extends V> source) {
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
  public TrackedEnumMap<K, V> clone() {
    TrackedEnumMap<K, V> copy = (TrackedEnumMap<K, V>) super.clone();
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
    return new EnumMap<>((EnumMap<K, V>) this);
  }
}
