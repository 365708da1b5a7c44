package io.rekindle.bootstrap.collections;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The values of a tracked map. Reads go to the superclass's view; removals go over its entries,
 * which are in the same order, since the log is told keys.
 */
class ValuesView<K, V> extends AbstractCollection<V> {

  private final TrackedKeys owner;
  private final Collection<V> plain;

  /** Whether the view shows all entries of the owner. */
  private final boolean complete;

  private final Set<Map.Entry<K, V>> entries;

  ValuesView(
      TrackedKeys owner, Collection<V> plain, Set<Map.Entry<K, V>> entries, boolean complete) {
    this.owner = owner;
    this.plain = plain;
    this.complete = complete;
    this.entries = entries;
  }

  @Override
  public Iterator<V> iterator() {
    return new ValueIterator<>(owner, entries.iterator());
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
  public boolean remove(Object value) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.remove(value);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    log.enter();
    try {
      return super.remove(value);
    } finally {
      log.exit();
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
  public boolean removeIf(Predicate<? super V> filter) {
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
  public Spliterator<V> spliterator() {
    return plain.spliterator();
  }

  @Override
  public void forEach(Consumer<? super V> action) {
    plain.forEach(action);
  }
}
