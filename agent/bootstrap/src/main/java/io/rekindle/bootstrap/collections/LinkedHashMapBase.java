package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The superclass of {@link TrackedLinkedHashMap} before JDK 21. On later JDKs {@link
 * SequencedViews} defines another class of this name with the same members, and more.
 */
abstract class LinkedHashMapBase<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1;

  public LinkedHashMapBase() {}

  public LinkedHashMapBase(int initialCapacity) {
    super(initialCapacity);
  }

  public LinkedHashMapBase(int initialCapacity, float loadFactor) {
    super(initialCapacity, loadFactor);
  }

  public LinkedHashMapBase(int initialCapacity, float loadFactor, boolean accessOrder) {
    super(initialCapacity, loadFactor, accessOrder);
  }

  public LinkedHashMapBase(Map<? extends K, ? extends V> source) {
    super(source);
  }

  /** Called as a view is handed out that changes the map unnoticed. */
  abstract void leak();

  /** The JDK's key set. */
  public Set<K> plainKeys() {
    return super.keySet();
  }

  /** The JDK's values. */
  public Collection<V> plainValues() {
    return super.values();
  }

  /** The JDK's entry set. */
  public Set<Map.Entry<K, V>> plainEntries() {
    return super.entrySet();
  }

  /** The JDK's last entry, if the map is not empty; needs JDK 21. */
  public Object plainLast() {
    throw new NoSuchMethodError("java.util.LinkedHashMap.lastEntry needs JDK 21 or later");
  }
}
