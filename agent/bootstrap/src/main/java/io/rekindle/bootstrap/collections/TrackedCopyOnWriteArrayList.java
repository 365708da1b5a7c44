package io.rekindle.bootstrap.collections;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A {@link CopyOnWriteArrayList} that records its changes. Its iterators can't change it; its
 * reversed view calls the methods below.
 */
public class TrackedCopyOnWriteArrayList<E> extends CopyOnWriteArrayList<E>
    implements TrackedSequence {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile CopyOnWriteLog $rekindle;

  /** See {@link CopyOnWriteArrayList#CopyOnWriteArrayList()}. */
  public TrackedCopyOnWriteArrayList() {}

  /** See {@link CopyOnWriteArrayList#CopyOnWriteArrayList(Collection)}. */
  public TrackedCopyOnWriteArrayList(Collection<? extends E> source) {
    super(source);
  }

  /** See {@link CopyOnWriteArrayList#CopyOnWriteArrayList(Object[])}. */
  public TrackedCopyOnWriteArrayList(E[] source) {
    super(source);
  }

  @Override
  public E set(int index, E element) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.set(index, element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.set(index, element));
  }

  @Override
  public boolean add(E element) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.add(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.add(element));
  }

  @Override
  public void add(int index, E element) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        super.add(index, element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.change(
        () -> {
          super.add(index, element);
          return null;
        });
  }

  @Override
  public E remove(int index) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.remove(index);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.remove(index));
  }

  @Override
  public boolean remove(Object element) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.remove(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.remove(element));
  }

  @Override
  public boolean addIfAbsent(E element) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.addIfAbsent(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.addIfAbsent(element));
  }

  /** Asks {@code added} for its elements before it takes the lock, as the superclass does. */
  @Override
  public int addAllAbsent(Collection<? extends E> added) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.addAllAbsent(added);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Collection<E> copy = copyOf(added);
    return log.change(() -> super.addAllAbsent(copy));
  }

  @Override
  public void clear() {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        super.clear();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.change(
        () -> {
          super.clear();
          return null;
        });
  }

  @Override
  public boolean addAll(Collection<? extends E> added) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.addAll(added);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Collection<E> copy = copyOf(added);
    return log.change(() -> super.addAll(copy));
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> added) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.addAll(index, added);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Collection<E> copy = copyOf(added);
    return log.change(() -> super.addAll(index, copy));
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeIf(filter);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.removeIf(filter));
  }

  @Override
  public boolean removeAll(Collection<?> removed) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeAll(removed);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.removeAll(removed));
  }

  @Override
  public boolean retainAll(Collection<?> retained) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.retainAll(retained);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.retainAll(retained));
  }

  @Override
  public void replaceAll(UnaryOperator<E> operator) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        super.replaceAll(operator);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.change(
        () -> {
          super.replaceAll(operator);
          return null;
        });
  }

  @Override
  public void sort(Comparator<? super E> comparator) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        super.sort(comparator);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.change(
        () -> {
          super.sort(comparator);
          return null;
        });
  }

  /** As {@code CopyOnWriteArrayList.addLast} of JDK 21, which changes the array directly. */
  public void addLast(E element) {
    add(element);
  }

  @SuppressWarnings("unchecked") // They are elements of the collection.
  private static <E> Collection<E> copyOf(Collection<? extends E> source) {
    return (Collection<E>) Arrays.asList(source.toArray());
  }

  @Override
  public List<E> subList(int from, int to) {
    return new CopyOnWriteView<>(this, super.subList(from, to));
  }

  /** As {@code CopyOnWriteArrayList.removeFirst} of JDK 21, which takes the lock first. */
  @SuppressWarnings("unchecked") // It is an element.
  public E removeFirst() {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      // It calls a method that is logged.
      return (E) ListMethods.COPYING_REMOVE_FIRST.call(this);
    }
    return log.change(() -> (E) ListMethods.COPYING_REMOVE_FIRST.call(this));
  }

  /** As {@code CopyOnWriteArrayList.removeLast} of JDK 21, which takes the lock first. */
  @SuppressWarnings("unchecked") // It is an element.
  public E removeLast() {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      return (E) ListMethods.COPYING_REMOVE_LAST.call(this);
    }
    return log.change(() -> (E) ListMethods.COPYING_REMOVE_LAST.call(this));
  }

  /** As {@code CopyOnWriteArrayList.reversed} of JDK 21. */
  @SuppressWarnings("unchecked") // It is this list.
  public List<E> reversed() {
    return new CopyOnWriteView<>(this, (List<E>) ListMethods.COPYING_REVERSED.call(this));
  }

  /** The copy was never captured. */
  @Override
  @SuppressWarnings("unchecked")
  public Object clone() {
    TrackedCopyOnWriteArrayList<E> copy = (TrackedCopyOnWriteArrayList<E>) super.clone();
    copy.$rekindle = null;
    return copy;
  }

  @Override
  public CopyOnWriteLog $rekindle$log() {
    return $rekindle;
  }

  @Override
  public CopyOnWriteLog $rekindle$startLog() {
    return $rekindle = new CopyOnWriteLog(this, this);
  }

  @Override
  public void $rekindle$dropLog() {
    $rekindle = null;
  }

  /** Java serialization writes a list that can be read without Rekindle. */
  private Object writeReplace() {
    return new CopyOnWriteArrayList<>(this);
  }
}
