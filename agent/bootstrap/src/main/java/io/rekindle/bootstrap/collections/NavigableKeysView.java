package io.rekindle.bootstrap.collections;

import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.SortedSet;

/** The navigable key set of a tracked map or of a part of it. */
class NavigableKeysView<E> extends KeysView<E> implements NavigableSet<E> {

  final NavigableSet<E> plain;

  NavigableKeysView(TrackedKeys owner, NavigableSet<E> plain, boolean complete) {
    super(owner, plain, complete);
    this.plain = plain;
  }

  /** A view of the same kind of a part of this one. */
  NavigableSet<E> part(NavigableSet<E> plainPart) {
    return new NavigableKeysView<>(owner, plainPart, false);
  }

  @Override
  public Iterator<E> descendingIterator() {
    return new KeyIterator<>(owner, plain.descendingIterator());
  }

  @Override
  public E lower(E element) {
    return plain.lower(element);
  }

  @Override
  public E floor(E element) {
    return plain.floor(element);
  }

  @Override
  public E ceiling(E element) {
    return plain.ceiling(element);
  }

  @Override
  public E higher(E element) {
    return plain.higher(element);
  }

  @Override
  public E first() {
    return plain.first();
  }

  @Override
  public E last() {
    return plain.last();
  }

  @Override
  public Comparator<? super E> comparator() {
    return plain.comparator();
  }

  @Override
  public E pollFirst() {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      return plain.pollFirst();
    }
    log.enter();
    try {
      E polled = plain.pollFirst();
      log.removed(polled);
      return polled;
    } finally {
      log.exit();
    }
  }

  @Override
  public E pollLast() {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      return plain.pollLast();
    }
    log.enter();
    try {
      E polled = plain.pollLast();
      log.removed(polled);
      return polled;
    } finally {
      log.exit();
    }
  }

  @Override
  public NavigableSet<E> descendingSet() {
    return part(plain.descendingSet());
  }

  @Override
  public NavigableSet<E> subSet(E from, boolean fromInclusive, E to, boolean toInclusive) {
    return part(plain.subSet(from, fromInclusive, to, toInclusive));
  }

  @Override
  public NavigableSet<E> headSet(E to, boolean inclusive) {
    return part(plain.headSet(to, inclusive));
  }

  @Override
  public NavigableSet<E> tailSet(E from, boolean inclusive) {
    return part(plain.tailSet(from, inclusive));
  }

  @Override
  public SortedSet<E> subSet(E from, E to) {
    return subSet(from, true, to, false);
  }

  @Override
  public SortedSet<E> headSet(E to) {
    return headSet(to, false);
  }

  @Override
  public SortedSet<E> tailSet(E from) {
    return tailSet(from, true);
  }
}
