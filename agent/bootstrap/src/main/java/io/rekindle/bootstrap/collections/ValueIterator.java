package io.rekindle.bootstrap.collections;

import java.util.Iterator;
import java.util.Map;

/** An iterator over the values of a map that notes removals. */
final class ValueIterator<K, V> implements Iterator<V> {

  private final TrackedKeys owner;
  private final Iterator<Map.Entry<K, V>> plain;
  private K last;

  ValueIterator(TrackedKeys owner, Iterator<Map.Entry<K, V>> plain) {
    this.owner = owner;
    this.plain = plain;
  }

  @Override
  public boolean hasNext() {
    return plain.hasNext();
  }

  @Override
  public V next() {
    Map.Entry<K, V> entry = plain.next();
    last = entry.getKey();
    return entry.getValue();
  }

  @Override
  public void remove() {
    Removals.removeLast(owner, plain, last);
  }
}
