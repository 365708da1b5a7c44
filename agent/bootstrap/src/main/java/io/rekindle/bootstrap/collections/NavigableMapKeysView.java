package io.rekindle.bootstrap.collections;

import java.util.Iterator;
import java.util.NavigableMap;
import java.util.NavigableSet;

/** The navigable key set of a tracked map, or of a view of one: parts of it are keys of parts. */
final class NavigableMapKeysView<E> extends NavigableKeysView<E> {

  private final NavigableMap<E, ?> map;

  NavigableMapKeysView(
      TrackedKeys owner, NavigableMap<E, ?> map, NavigableSet<E> plain, boolean complete) {
    super(owner, plain, complete);
    this.map = map;
  }

  @Override
  public NavigableSet<E> descendingSet() {
    return map.descendingMap().navigableKeySet();
  }

  @Override
  public Iterator<E> descendingIterator() {
    return descendingSet().iterator();
  }

  @Override
  public NavigableSet<E> subSet(E from, boolean fromInclusive, E to, boolean toInclusive) {
    return map.subMap(from, fromInclusive, to, toInclusive).navigableKeySet();
  }

  @Override
  public NavigableSet<E> headSet(E to, boolean inclusive) {
    return map.headMap(to, inclusive).navigableKeySet();
  }

  @Override
  public NavigableSet<E> tailSet(E from, boolean inclusive) {
    return map.tailMap(from, inclusive).navigableKeySet();
  }
}
