package io.rekindle.bootstrap.collections;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The key set of a tracked map. Reads go to the superclass's view; bulk removals use the iterator,
 * as the JDK's do.
 */
class KeysView<K> extends AbstractSet<K> {

  final TrackedKeys owner;
  private final Set<K> plain;

  /** Whether the view shows all entries of the owner. */
  private final boolean complete;

  KeysView(TrackedKeys owner, Set<K> plain, boolean complete) {
    this.owner = owner;
    this.plain = plain;
    this.complete = complete;
  }

  @Override
  public Iterator<K> iterator() {
    return new KeyIterator<>(owner, plain.iterator());
  }

  @Override
  public int size() {
    return plain.size();
  }

  @Override
  public boolean isEmpty() {
    return plain.isEmpty();
  }

  @Override
  public boolean contains(Object element) {
    return plain.contains(element);
  }

  @Override
  public boolean remove(Object key) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.remove(key);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    Object stored = log.before(key);
    try {
      return plain.remove(key);
    } finally {
      log.afterRemoval(key, stored);
    }
  }

  @Override
  public boolean removeAll(Collection<?> elements) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return super.removeAll(elements);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    log.enter();
    try {
      return super.removeAll(elements);
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean retainAll(Collection<?> elements) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return super.retainAll(elements);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    log.enter();
    try {
      return super.retainAll(elements);
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean removeIf(Predicate<? super K> filter) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return super.removeIf(filter);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
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
  public void clear() {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        plain.clear();
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
      return;
    }
    log.enter();
    try {
      if (complete) {
        int begun = log.clearing();
        plain.clear();
        log.cleared(begun);
      } else {
        super.clear();
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public Object[] toArray() {
    return plain.toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return plain.toArray(array);
  }

  @Override
  public Spliterator<K> spliterator() {
    return plain.spliterator();
  }

  @Override
  public void forEach(Consumer<? super K> action) {
    plain.forEach(action);
  }
}
