package io.rekindle.bootstrap.collections;

import java.util.Iterator;

/** An iterator over the keys of a map, or over a set, that notes removals. */
final class KeyIterator<K> implements Iterator<K> {

  private final TrackedKeys owner;
  private final Iterator<K> plain;
  private K last;

  KeyIterator(TrackedKeys owner, Iterator<K> plain) {
    this.owner = owner;
    this.plain = plain;
  }

  @Override
  public boolean hasNext() {
    return plain.hasNext();
  }

  @Override
  public K next() {
    return last = plain.next();
  }

  @Override
  public void remove() {
    Removals.removeLast(owner, plain, last);
  }
}
