package io.rekindle.bootstrap.collections;

import java.util.Set;
import java.util.Spliterator;

/** A {@link SynchronizedView} that is a set. */
final class SynchronizedSetView<E> extends SynchronizedView<E> implements Set<E> {

  private final TrackedKeys owner;
  private final Set<E> view;

  SynchronizedSetView(TrackedKeys owner, Set<E> view) {
    super(owner, view);
    this.owner = owner;
    this.view = view;
  }

  @Override
  public Spliterator<E> spliterator() {
    return view.spliterator();
  }

  @Override
  public boolean equals(Object other) {
    if (other == this) {
      return true;
    }
    synchronized (owner) {
      return view.equals(other);
    }
  }

  @Override
  public int hashCode() {
    synchronized (owner) {
      return view.hashCode();
    }
  }
}
