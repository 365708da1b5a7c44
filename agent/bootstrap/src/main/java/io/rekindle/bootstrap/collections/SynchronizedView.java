package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A view of a synchronized map, as {@link java.util.Collections} makes it: each call is one step
 * under the map's monitor, except for iterators and streams. Changes pass the gate before they take
 * the monitor, so that none of them keeps a section from ending while it waits for a capture.
 */
class SynchronizedView<E> implements Collection<E> {

  private final TrackedKeys owner;

  /** Takes note of changes. */
  private final Collection<E> view;

  SynchronizedView(TrackedKeys owner, Collection<E> view) {
    this.owner = owner;
    this.view = view;
  }

  private boolean change(BooleanSupplier change) {
    KeyedLog log = owner.$rekindle$log();
    if (log == null) {
      synchronized (owner) {
        return change.getAsBoolean();
      }
    }
    log.enter();
    try {
      synchronized (owner) {
        return change.getAsBoolean();
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean add(E element) {
    return change(() -> view.add(element));
  }

  @Override
  public boolean addAll(Collection<? extends E> elements) {
    return change(() -> view.addAll(elements));
  }

  @Override
  public boolean remove(Object element) {
    return change(() -> view.remove(element));
  }

  @Override
  public boolean removeAll(Collection<?> elements) {
    return change(() -> view.removeAll(elements));
  }

  @Override
  public boolean retainAll(Collection<?> elements) {
    return change(() -> view.retainAll(elements));
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    return change(() -> view.removeIf(filter));
  }

  @Override
  public void clear() {
    change(
        () -> {
          view.clear();
          return true;
        });
  }

  @Override
  public int size() {
    synchronized (owner) {
      return view.size();
    }
  }

  @Override
  public boolean isEmpty() {
    synchronized (owner) {
      return view.isEmpty();
    }
  }

  @Override
  public boolean contains(Object element) {
    synchronized (owner) {
      return view.contains(element);
    }
  }

  @Override
  public boolean containsAll(Collection<?> elements) {
    synchronized (owner) {
      return view.containsAll(elements);
    }
  }

  @Override
  public Object[] toArray() {
    synchronized (owner) {
      return view.toArray();
    }
  }

  @Override
  public <T> T[] toArray(T[] array) {
    synchronized (owner) {
      return view.toArray(array);
    }
  }

  @Override
  public void forEach(Consumer<? super E> action) {
    synchronized (owner) {
      view.forEach(action);
    }
  }

  @Override
  public Iterator<E> iterator() {
    return view.iterator();
  }

  @Override
  public Spliterator<E> spliterator() {
    return view.spliterator();
  }

  @Override
  public Stream<E> stream() {
    return view.stream();
  }

  @Override
  public Stream<E> parallelStream() {
    return view.parallelStream();
  }

  @Override
  public String toString() {
    synchronized (owner) {
      return view.toString();
    }
  }
}
