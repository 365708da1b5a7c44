package io.rekindle.bootstrap.collections;

import java.util.Iterator;
import java.util.ListIterator;

/** Goes backwards through a list. */
final class DescendingIterator<E> implements Iterator<E> {

  private final ListIterator<E> backwards;

  /** Takes an iterator that is at the end. */
  DescendingIterator(ListIterator<E> backwards) {
    this.backwards = backwards;
  }

  @Override
  public boolean hasNext() {
    return backwards.hasPrevious();
  }

  @Override
  public E next() {
    return backwards.previous();
  }

  @Override
  public void remove() {
    backwards.remove();
  }
}
