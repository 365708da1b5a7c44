package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;

/** A {@link ConcurrentSkipListSet} that records its changes. */
public class TrackedConcurrentSkipListSet<E> extends ConcurrentSkipListSet<E>
    implements TrackedKeys {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since threads need no other means to share the set. */
  private transient volatile KeyedLog $rekindle;

  /** See {@link ConcurrentSkipListSet#ConcurrentSkipListSet()}. */
  public TrackedConcurrentSkipListSet() {}

  /** See {@link ConcurrentSkipListSet#ConcurrentSkipListSet(Comparator)}. */
  public TrackedConcurrentSkipListSet(Comparator<? super E> comparator) {
    super(comparator);
  }

  /** See {@link ConcurrentSkipListSet#ConcurrentSkipListSet(Collection)}. */
  public TrackedConcurrentSkipListSet(Collection<? extends E> source) {
    super(source);
  }

  /** See {@link ConcurrentSkipListSet#ConcurrentSkipListSet(SortedSet)}. */
  public TrackedConcurrentSkipListSet(SortedSet<E> source) {
    super(source);
  }

  @Override
  public Iterator<E> iterator() {
    return new KeyIterator<>(this, super.iterator());
  }

  @Override
  public Iterator<E> descendingIterator() {
    return new KeyIterator<>(this, super.descendingIterator());
  }

  @Override
  public boolean add(E element) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.add(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      boolean added = super.add(element);
      if (added) {
        log.inserted(element);
      }
      return added;
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean remove(Object element) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.remove(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Object stored = log.before(element);
    try {
      return super.remove(element);
    } finally {
      log.afterRemoval(element, stored);
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

  // The bulk operations call the single ones, or the iterator; here they become one change each.

  @Override
  public boolean removeAll(Collection<?> removed) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeAll(removed);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      return super.removeAll(removed);
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean retainAll(Collection<?> retained) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.retainAll(retained);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      return super.retainAll(retained);
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeIf(filter);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      return super.removeIf(filter);
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean addAll(Collection<? extends E> added) {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.addAll(added);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      return super.addAll(added);
    } finally {
      log.exit();
    }
  }

  @Override
  public E pollFirst() {
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.pollFirst();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      boolean empty = super.isEmpty();
      E polled = super.pollFirst();
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
    KeyedLog log = $rekindle;
    if (log == null) {
      try {
        return super.pollLast();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      boolean empty = super.isEmpty();
      E polled = super.pollLast();
      if (polled != null || !empty) {
        log.removed(polled);
      }
      return polled;
    } finally {
      log.exit();
    }
  }

  @Override
  public NavigableSet<E> descendingSet() {
    return part(super.descendingSet());
  }

  @Override
  public NavigableSet<E> subSet(E from, boolean fromInclusive, E to, boolean toInclusive) {
    return part(super.subSet(from, fromInclusive, to, toInclusive));
  }

  @Override
  public NavigableSet<E> headSet(E to, boolean inclusive) {
    return part(super.headSet(to, inclusive));
  }

  @Override
  public NavigableSet<E> tailSet(E from, boolean inclusive) {
    return part(super.tailSet(from, inclusive));
  }

  @Override
  public NavigableSet<E> subSet(E from, E to) {
    return subSet(from, true, to, false);
  }

  @Override
  public NavigableSet<E> headSet(E to) {
    return headSet(to, false);
  }

  @Override
  public NavigableSet<E> tailSet(E from) {
    return tailSet(from, true);
  }

  private NavigableSet<E> part(NavigableSet<E> plainPart) {
    return new NavigableSetView<>(this, plainPart);
  }

  /** The copy was never captured. */
  @Override
  public TrackedConcurrentSkipListSet<E> clone() {
    TrackedConcurrentSkipListSet<E> copy = (TrackedConcurrentSkipListSet<E>) super.clone();
    copy.$rekindle = null;
    return copy;
  }

  @Override
  public KeyedLog $rekindle$log() {
    return $rekindle;
  }

  @Override
  public KeyedLog $rekindle$startLog() {
    return $rekindle = new KeyedLog(this, true);
  }

  @Override
  public void $rekindle$dropLog() {
    $rekindle = null;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Object $rekindle$storedKey(Object key) {
    E found = super.ceiling((E) key);
    return found != null && Order.areEqual(super.comparator(), key, found) ? found : ABSENT;
  }

  @Override
  public Object $rekindle$valueOf(Object storedKey) {
    Object found = $rekindle$storedKey(storedKey);
    return found != ABSENT && Keys.areSame(storedKey, found) ? null : ABSENT;
  }

  /** Java serialization writes a set that can be read without Rekindle. */
  private Object writeReplace() {
    return new ConcurrentSkipListSet<>((SortedSet<E>) this);
  }
}
