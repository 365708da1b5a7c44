package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A sub list of a {@link TrackedArrayList}. The JDK's sub list passes additions, removals and what
 * its iterators do to public methods of the list, which take note; the other changes are noted
 * here.
 */
final class SubListView<E> implements List<E>, RandomAccess {

  private final TrackedSequence owner;
  private final List<E> plain;

  /** Where this list begins in the owner. */
  private final int offset;

  SubListView(TrackedSequence owner, List<E> plain, int offset) {
    this.owner = owner;
    this.plain = plain;
    this.offset = offset;
  }

  @Override
  public List<E> subList(int from, int to) {
    return new SubListView<>(owner, plain.subList(from, to), offset + from);
  }

  @Override
  public E set(int index, E element) {
    SpliceLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.set(index, element);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    int begun = log.begin();
    try {
      E result = plain.set(index, element);
      log.edit(begun, offset + index, 1, 1, owner.size());
      return result;
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    SpliceLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.removeIf(filter);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    int begun = log.begin();
    try {
      Object[] before = plain.toArray();
      try {
        return plain.removeIf(filter);
      } finally {
        noteDifference(log, begun, before);
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean removeAll(Collection<?> removed) {
    SpliceLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.removeAll(removed);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    int begun = log.begin();
    try {
      Object[] before = plain.toArray();
      try {
        return plain.removeAll(removed);
      } finally {
        noteDifference(log, begun, before);
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean retainAll(Collection<?> retained) {
    SpliceLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        return plain.retainAll(retained);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
    }
    int begun = log.begin();
    try {
      Object[] before = plain.toArray();
      try {
        return plain.retainAll(retained);
      } finally {
        noteDifference(log, begun, before);
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void replaceAll(UnaryOperator<E> operator) {
    SpliceLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        plain.replaceAll(operator);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
      return;
    }
    int begun = log.begin();
    try {
      Object[] before = plain.toArray();
      try {
        plain.replaceAll(operator);
      } finally {
        noteDifference(log, begun, before);
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void sort(Comparator<? super E> comparator) {
    SpliceLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        plain.sort(comparator);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
      return;
    }
    int begun = log.begin();
    try {
      Object[] before = plain.toArray();
      try {
        plain.sort(comparator);
      } finally {
        noteDifference(log, begun, before);
      }
    } finally {
      log.exit();
    }
  }

  private void noteDifference(SpliceLog log, int begun, Object[] before) {
    Object[] after;
    try {
      after = plain.toArray();
    } catch (RuntimeException e) {
      // The function changed the list behind the sub list's back.
      log.unknown();
      return;
    }
    log.difference(begun, offset, before, after, owner.size());
  }

  @Override
  public boolean add(E element) {
    return plain.add(element);
  }

  @Override
  public void add(int index, E element) {
    plain.add(index, element);
  }

  @Override
  public E remove(int index) {
    return plain.remove(index);
  }

  @Override
  public boolean remove(Object element) {
    return plain.remove(element);
  }

  @Override
  public boolean addAll(Collection<? extends E> added) {
    return plain.addAll(added);
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> added) {
    return plain.addAll(index, added);
  }

  @Override
  public void clear() {
    plain.clear();
  }

  @Override
  public Iterator<E> iterator() {
    return plain.iterator();
  }

  @Override
  public ListIterator<E> listIterator() {
    return plain.listIterator();
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    return plain.listIterator(index);
  }

  @Override
  public E get(int index) {
    return plain.get(index);
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
  public boolean containsAll(Collection<?> elements) {
    return plain.containsAll(elements);
  }

  @Override
  public int indexOf(Object element) {
    return plain.indexOf(element);
  }

  @Override
  public int lastIndexOf(Object element) {
    return plain.lastIndexOf(element);
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
  public Spliterator<E> spliterator() {
    return plain.spliterator();
  }

  @Override
  public void forEach(Consumer<? super E> action) {
    plain.forEach(action);
  }

  @Override
  public boolean equals(Object other) {
    return plain.equals(other);
  }

  @Override
  public int hashCode() {
    return plain.hashCode();
  }

  @Override
  public String toString() {
    return plain.toString();
  }
}
