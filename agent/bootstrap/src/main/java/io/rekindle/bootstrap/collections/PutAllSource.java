package io.rekindle.bootstrap.collections;

import static io.rekindle.bootstrap.collections.TrackedKeys.ABSENT;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Stands for the argument of {@code putAll} and notes each entry when the superclass, which does
 * not call {@code put}, has taken it: that is when it asks for the next one, or is finished.
 */
final class PutAllSource<K, V> extends AbstractMap<K, V> {

  private final KeyedLog log;
  private final TrackedKeys owner;
  private final Map<? extends K, ? extends V> source;
  private final boolean moves;

  private boolean pending;
  private Object key;
  private Object stored;
  private Object eldest;

  /** If {@code moves}, an entry that was there goes to the end as it is replaced. */
  PutAllSource(
      KeyedLog log, TrackedKeys owner, Map<? extends K, ? extends V> source, boolean moves) {
    this.log = log;
    this.owner = owner;
    this.source = source;
    this.moves = moves;
  }

  /** Notes the last entry, whether the superclass has finished or failed. */
  void finish() {
    if (pending) {
      pending = false;
      log.noteAfter(key, stored, moves);
      log.noteEvicted(eldest);
    }
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return new Entries(source.entrySet().iterator());
  }

  private void handOut(Object next) {
    key = next;
    stored = owner.$rekindle$storedKey(next);
    eldest =
        owner instanceof TrackedLinkedHashMap<?, ?> linked ? linked.$rekindle$eldest() : ABSENT;
    pending = true;
  }

  /** Can be iterated over once, which is what the superclass does. */
  private final class Entries extends AbstractSet<Entry<K, V>> implements Iterator<Entry<K, V>> {
    private final Iterator<? extends Entry<? extends K, ? extends V>> plain;

    Entries(Iterator<? extends Entry<? extends K, ? extends V>> plain) {
      this.plain = plain;
    }

    @Override
    public Iterator<Entry<K, V>> iterator() {
      return this;
    }

    @Override
    public int size() {
      return source.size();
    }

    @Override
    public boolean hasNext() {
      finish();
      return plain.hasNext();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Entry<K, V> next() {
      Entry<? extends K, ? extends V> entry = plain.next();
      handOut(entry.getKey());
      return (Entry<K, V>) entry;
    }
  }
}
