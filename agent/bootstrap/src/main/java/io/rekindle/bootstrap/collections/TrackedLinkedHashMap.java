package io.rekindle.bootstrap.collections;

import java.util.AbstractMap;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A {@link LinkedHashMap} that records its changes, those of the order included: an entry that
 * moved to the end counts as inserted anew, one that was put first makes the log whole.
 */
public class TrackedLinkedHashMap<K, V> extends LinkedHashMapBase<K, V> implements TrackedKeys {

  private static final long serialVersionUID = 1;
  private static final float DEFAULT_LOAD_FACTOR = 0.75f;

  /** The superclass does not give its own away. */
  private final transient float loadFactor;

  private final transient boolean accessOrder;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile KeyedLog $rekindle;

  /** Whether a view was handed out that changes the superclass unnoticed. */
  private transient boolean leaky;

  /** See {@link LinkedHashMap#LinkedHashMap()}. */
  public TrackedLinkedHashMap() {
    loadFactor = DEFAULT_LOAD_FACTOR;
    accessOrder = false;
  }

  /** See {@link LinkedHashMap#LinkedHashMap(int)}. */
  public TrackedLinkedHashMap(int initialCapacity) {
    super(initialCapacity);
    loadFactor = DEFAULT_LOAD_FACTOR;
    accessOrder = false;
  }

  /** See {@link LinkedHashMap#LinkedHashMap(int, float)}. */
  public TrackedLinkedHashMap(int initialCapacity, float loadFactor) {
    super(initialCapacity, loadFactor);
    this.loadFactor = loadFactor;
    accessOrder = false;
  }

  /** See {@link LinkedHashMap#LinkedHashMap(int, float, boolean)}. */
  public TrackedLinkedHashMap(int initialCapacity, float loadFactor, boolean accessOrder) {
    super(initialCapacity, loadFactor, accessOrder);
    this.loadFactor = loadFactor;
    this.accessOrder = accessOrder;
  }

  /** See {@link LinkedHashMap#LinkedHashMap(Map)}. */
  public TrackedLinkedHashMap(Map<? extends K, ? extends V> source) {
    super(source);
    loadFactor = DEFAULT_LOAD_FACTOR;
    accessOrder = false;
  }

  @Override
  public V get(Object key) {
    KeyedLog log = $rekindle;
    if (!accessOrder) {
      return super.get(key);
    }
    if (log == null) {
      try {
        return super.get(key);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    try {
      return super.get(key);
    } finally {
      log.afterReplacing(key, stored, true);
    }
  }

  @Override
  public V getOrDefault(Object key, V defaultValue) {
    KeyedLog log = $rekindle;
    if (!accessOrder) {
      return super.getOrDefault(key, defaultValue);
    }
    if (log == null) {
      try {
        return super.getOrDefault(key, defaultValue);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    try {
      return super.getOrDefault(key, defaultValue);
    } finally {
      log.afterReplacing(key, stored, true);
    }
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
    Object eldest = $rekindle$eldest();
    boolean moved = false;
    try {
      V result = super.put(key, value);
      moved = accessOrder;
      return result;
    } finally {
      log.afterInsertion(key, stored, moved, eldest);
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
    Object eldest = $rekindle$eldest();
    boolean moved = false;
    boolean unchanged = false;
    try {
      unchanged = !accessOrder && log.isUnchanging(key, stored);
      V result = super.putIfAbsent(key, value);
      moved = accessOrder;
      return result;
    } finally {
      if (unchanged) {
        log.exit();
      } else {
        log.afterInsertion(key, stored, moved, eldest);
      }
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
    Object eldest = $rekindle$eldest();
    boolean moved = false;
    boolean unchanged = false;
    try {
      unchanged = !accessOrder && log.isUnchanging(key, stored);
      V result = super.computeIfAbsent(key, function);
      moved = accessOrder && result != null;
      return result;
    } finally {
      if (unchanged) {
        log.exit();
      } else {
        log.afterInsertion(key, stored, moved, eldest);
      }
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
    Object eldest = $rekindle$eldest();
    boolean moved = false;
    try {
      V result = super.compute(key, function);
      moved = accessOrder && result != null;
      return result;
    } finally {
      log.afterInsertion(key, stored, moved, eldest);
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
    Object eldest = $rekindle$eldest();
    boolean moved = false;
    try {
      V result = super.merge(key, value, function);
      moved = accessOrder && result != null;
      return result;
    } finally {
      log.afterInsertion(key, stored, moved, eldest);
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
    boolean moved = false;
    try {
      V result = super.computeIfPresent(key, function);
      moved = accessOrder && result != null;
      return result;
    } finally {
      log.afterReplacing(key, stored, moved);
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
    boolean moved = false;
    try {
      V result = super.replace(key, value);
      moved = accessOrder;
      return result;
    } finally {
      log.afterReplacing(key, stored, moved);
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
    boolean moved = false;
    try {
      boolean result = super.replace(key, oldValue, newValue);
      moved = accessOrder && result;
      return result;
    } finally {
      log.afterReplacing(key, stored, moved);
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
    PutAllSource<K, V> noting = new PutAllSource<>(log, this, source, accessOrder);
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
      log.changedAll(plainKeys());
      log.exit();
    }
  }

  /** As {@code LinkedHashMap.putFirst} of JDK 21; not there before. */
  public V putFirst(K key, V value) {
    return put(JdkMethods.PUT_FIRST, key, value);
  }

  /** As {@code LinkedHashMap.putLast} of JDK 21; not there before. */
  public V putLast(K key, V value) {
    return put(JdkMethods.PUT_LAST, key, value);
  }

  /** As {@code LinkedHashMap.lastEntry} of JDK 21, which would go over the reversed view. */
  @SuppressWarnings("unchecked")
  public Map.Entry<K, V> lastEntry() {
    return super.isEmpty()
        ? null
        : new AbstractMap.SimpleImmutableEntry<>((Map.Entry<K, V>) plainLast());
  }

  /** As {@code LinkedHashMap.pollLastEntry} of JDK 21, which would go over the reversed view. */
  public Map.Entry<K, V> pollLastEntry() {
    KeyedLog log = $rekindle;
    Map.Entry<K, V> last = lastEntry();
    if (last == null) {
      return null;
    }
    if (log == null) {
      try {
        super.remove(last.getKey());
        return last;
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      super.remove(last.getKey());
      log.removed(last.getKey());
      return last;
    } finally {
      log.exit();
    }
  }

  @Override
  final void leak() {
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

  @SuppressWarnings("unchecked")
  private V put(SuperMethod method, K key, V value) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return (V) method.call(this, key, value);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(key);
    Object eldest = $rekindle$eldest();
    boolean moved = false;
    try {
      V old = (V) method.call(this, key, value);
      moved = true;
      return old;
    } finally {
      if (method == JdkMethods.PUT_FIRST) {
        log.setWhole();
      }
      log.afterInsertion(key, stored, moved, eldest);
    }
  }

  @Override
  public Set<K> keySet() {
    return new KeysView<>(this, plainKeys(), true);
  }

  @Override
  public Collection<V> values() {
    return new ValuesView<>(this, plainValues(), plainEntries(), true);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new EntriesView<>(this, plainEntries(), true);
  }

  /** The copy was never captured. */
  @Override
  @SuppressWarnings("unchecked")
  public Object clone() {
    TrackedLinkedHashMap<K, V> copy = (TrackedLinkedHashMap<K, V>) super.clone();
    copy.$rekindle = null;
    copy.leaky = false;
    return copy;
  }

  /** The load factor it was made with. */
  public float $rekindle$loadFactor() {
    return loadFactor;
  }

  /** Whether the order is that of the last access. */
  public boolean $rekindle$isAccessOrdered() {
    return accessOrder;
  }

  /** The key that an insertion may push out, or ABSENT if it can't. */
  Object $rekindle$eldest() {
    if (getClass() == TrackedLinkedHashMap.class || super.isEmpty()) {
      return ABSENT;
    }
    return plainKeys().iterator().next();
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
    if (accessOrder) {
      Map.Entry<?, ?> node = HashNodes.find(this, plainEntries(), storedKey);
      return node == null || !Keys.areSame(node.getKey(), storedKey) ? ABSENT : node.getValue();
    }
    V value = super.get(storedKey);
    if (Keys.areValues(storedKey) && value != null) {
      return value;
    }
    return $rekindle$storedKey(storedKey) == storedKey ? value : ABSENT;
  }

  /** Java serialization writes a map that can be read without Rekindle. */
  private Object writeReplace() {
    int capacity = Capacities.of(size(), loadFactor);
    Map<K, V> plain = new LinkedHashMap<>(capacity, loadFactor, accessOrder);
    plain.putAll(this);
    return plain;
  }
}
