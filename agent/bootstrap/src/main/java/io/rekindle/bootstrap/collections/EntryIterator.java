package io.rekindle.bootstrap.collections;

import java.util.Iterator;
import java.util.Map;

/** An iterator over the entries of a map that notes removals, and whose entries note changes. */
final class EntryIterator<K, V> implements Iterator<Map.Entry<K, V>> {

  private final TrackedKeys owner;
  private final Iterator<Map.Entry<K, V>> plain;
  private K last;

  EntryIterator(TrackedKeys owner, Iterator<Map.Entry<K, V>> plain) {
    this.owner = owner;
    this.plain = plain;
  }

  @Override
  public boolean hasNext() {
    return plain.hasNext();
  }

  @Override
  public Map.Entry<K, V> next() {
    Map.Entry<K, V> entry = plain.next();
    last = entry.getKey();
    return new TrackedEntry<>(owner, entry);
  }

  @Override
  public void remove() {
    Removals.removeLast(owner, plain, last);
  }
}
