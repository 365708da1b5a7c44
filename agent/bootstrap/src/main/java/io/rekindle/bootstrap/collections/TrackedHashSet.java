package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Predicate;

/** A {@link HashSet} that records its changes. */
public class TrackedHashSet<E> extends HashSet<E> implements TrackedKeys {

  private static final long serialVersionUID = 1;
  private static final float DEFAULT_LOAD_FACTOR = 0.75f;

  /** The superclass does not give its own away. */
  private final transient float loadFactor;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile KeyedLog $rekindle;

  /** See {@link HashSet#HashSet()}. */
  public TrackedHashSet() {
    loadFactor = DEFAULT_LOAD_FACTOR;
  }

  /** See {@link HashSet#HashSet(int)}. */
  public TrackedHashSet(int initialCapacity) {
    super(initialCapacity);
    loadFactor = DEFAULT_LOAD_FACTOR;
  }

  /** See {@link HashSet#HashSet(int, float)}. */
  public TrackedHashSet(int initialCapacity, float loadFactor) {
    super(initialCapacity, loadFactor);
    this.loadFactor = loadFactor;
  }

  /** See {@link HashSet#HashSet(Collection)}. */
  public TrackedHashSet(Collection<? extends E> source) {
    super(source);
    loadFactor = DEFAULT_LOAD_FACTOR;
  }

  @Override
  public Iterator<E> iterator() {
    return new KeyIterator<>(this, super.iterator());
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

  /** The copy was never captured. */
  @Override
  @SuppressWarnings("unchecked")
  public Object clone() {
    TrackedHashSet<E> copy = (TrackedHashSet<E>) super.clone();
    copy.$rekindle = null;
    return copy;
  }

  /** The load factor it was made with. */
  public float $rekindle$loadFactor() {
    return loadFactor;
  }

  @Override
  public KeyedLog $rekindle$log() {
    return $rekindle;
  }

  @Override
  public KeyedLog $rekindle$startLog() {
    return $rekindle = new KeyedLog(this, false);
  }

  @Override
  public void $rekindle$dropLog() {
    $rekindle = null;
  }

  @Override
  public Object $rekindle$storedKey(Object key) {
    if (Keys.areValues(key)) {
      return super.contains(key) ? key : ABSENT;
    }
    KeyProbe probe = new KeyProbe(key);
    super.contains(probe);
    return probe.found();
  }

  @Override
  public Object $rekindle$valueOf(Object storedKey) {
    return $rekindle$storedKey(storedKey) == storedKey ? null : ABSENT;
  }

  /** Java serialization writes a set that can be read without Rekindle. */
  private Object writeReplace() {
    Set<E> plain = new HashSet<>(Capacities.of(size(), loadFactor), loadFactor);
    plain.addAll(this);
    return plain;
  }
}
