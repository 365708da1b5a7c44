package io.rekindle.bootstrap.collections;

import java.util.Map;

/** An entry of a tracked map whose {@link #setValue} is noted. */
final class TrackedEntry<K, V> implements Map.Entry<K, V> {

  private final TrackedKeys owner;
  private final Map.Entry<K, V> plain;

  TrackedEntry(TrackedKeys owner, Map.Entry<K, V> plain) {
    this.owner = owner;
    this.plain = plain;
  }

  /** Wraps in place the entries of {@code array} up to the first null, if there is one. */
  @SuppressWarnings("unchecked")
  static <K, V> void wrap(TrackedKeys owner, Object[] array) {
    for (int i = 0; i < array.length && array[i] != null; i++) {
      array[i] = new TrackedEntry<>(owner, (Map.Entry<K, V>) array[i]);
    }
  }

  @Override
  public K getKey() {
    return plain.getKey();
  }

  @Override
  public V getValue() {
    return plain.getValue();
  }

  @Override
  public V setValue(V value) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.setValue(value);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    log.enter();
    try {
      V old = plain.setValue(value);
      log.changed(plain.getKey());
      return old;
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean equals(Object other) {
    return plain.equals(other);
  }

  @Override
  public int hashCode() {
    return plain.hashCode();
  }

  @Override
  public String toString() {
    return plain.toString();
  }
}
