package io.rekindle.bootstrap.collections;

import java.io.Serializable;
import java.util.Collection;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * A part of a tracked navigable set, or its descending view; other than key sets it takes elements.
 */
final class NavigableSetView<E> extends NavigableKeysView<E> implements Serializable {

  private static final long serialVersionUID = 1;

  NavigableSetView(TrackedKeys owner, NavigableSet<E> plain) {
    super(owner, plain, false);
  }

  private NavigableSet<E> part(NavigableSet<E> plainPart) {
    return new NavigableSetView<>(owner, plainPart);
  }

  @Override
  public Iterator<E> descendingIterator() {
    return new KeyIterator<>(owner, plain.descendingIterator());
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
  public boolean add(E element) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.add(element);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    Object stored = log.before(element);
    try {
      return plain.add(element);
    } finally {
      log.after(element, stored);
    }
  }

  @Override
  public boolean addAll(Collection<? extends E> added) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.addAll(added);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    log.enter();
    try {
      return super.addAll(added);
    } finally {
      log.exit();
    }
  }

  /**
   * A {@link ConcurrentSkipListSet} removes one element after the other, found by the order; other
   * sets may ask the collection what it contains, which is a question of {@code equals}.
   */
  @Override
  public boolean removeAll(Collection<?> removed) {
    if (!(plain instanceof ConcurrentSkipListSet)) {
      return super.removeAll(removed);
    }
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.removeAll(removed);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    log.enter();
    try {
      boolean isChanged = false;
      for (Object element : removed) {
        isChanged |= remove(element);
      }
      return isChanged;
    } finally {
      log.exit();
    }
  }

  private Object writeReplace() {
    return plain;
  }
}
