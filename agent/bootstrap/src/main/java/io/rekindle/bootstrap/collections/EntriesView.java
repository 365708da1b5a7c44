package io.rekindle.bootstrap.collections;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The entries of a tracked map. Every entry that leaves this view is a {@link TrackedEntry}. */
class EntriesView<K, V> extends AbstractSet<Map.Entry<K, V>> {

  private final TrackedKeys owner;
  private final Set<Map.Entry<K, V>> plain;

  /** Whether the view shows all entries of the owner. */
  private final boolean complete;

  EntriesView(TrackedKeys owner, Set<Map.Entry<K, V>> plain, boolean complete) {
    this.owner = owner;
    this.plain = plain;
    this.complete = complete;
  }

  @Override
  public Iterator<Map.Entry<K, V>> iterator() {
    return new EntryIterator<>(owner, plain.iterator());
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
  public boolean remove(Object entry) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null || !(entry instanceof Map.Entry)) {
      try {
        return plain.remove(entry);
      } finally {
        if (log == null) {
          ChangeLog.endUnlogged(owner.$rekindle$log());
        }
      }
    }
    Object key = ((Map.Entry<?, ?>) entry).getKey();
    Object stored = log.before(key);
    boolean removed = false;
    try {
      removed = plain.remove(entry);
      return removed;
    } finally {
      log.afterRemoval(removed, key, stored);
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
  public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
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
    Object[] array = plain.toArray();
    TrackedEntry.wrap(owner, array);
    return array;
  }

  @Override
  public <T> T[] toArray(T[] array) {
    T[] filled = plain.toArray(array);
    TrackedEntry.wrap(owner, filled);
    return filled;
  }

  @Override
  public Spliterator<Map.Entry<K, V>> spliterator() {
    return new EntrySpliterator<>(owner, plain.spliterator());
  }

  @Override
  public void forEach(Consumer<? super Map.Entry<K, V>> action) {
    plain.forEach(EntryConsumer.of(owner, action));
  }
}
