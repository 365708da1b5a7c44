package io.rekindle.bootstrap.collections;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.SortedSet;

/** What the navigable key sets of maps and parts of navigable sets have in common. */
abstract class NavigableKeysView<E> extends KeysView<E> implements NavigableSet<E> {

  final NavigableSet<E> plain;

  NavigableKeysView(TrackedKeys owner, NavigableSet<E> plain, boolean complete) {
    super(owner, plain, complete);
    this.plain = plain;
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
      try {
        return plain.pollFirst();
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    log.enter();
    try {
      boolean empty = plain.isEmpty();
      E polled = plain.pollFirst();
      if (polled != null || !empty) {
        log.removed(polled);
      }
      return polled;
    } finally {
      log.exit();
    }
  }

  @Override
  public E pollLast() {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.pollLast();
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    log.enter();
    try {
      boolean empty = plain.isEmpty();
      E polled = plain.pollLast();
      if (polled != null || !empty) {
        log.removed(polled);
      }
      return polled;
    } finally {
      log.exit();
    }
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
