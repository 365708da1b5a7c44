package io.rekindle.bootstrap.collections;

import java.util.ListIterator;
import java.util.function.Consumer;

/**
 * A list iterator that notes changes by position; the plain one checks that positions are valid.
 */
final class ListIteratorView<E> implements ListIterator<E> {

  private final TrackedSequence owner;
  private final ListIterator<E> plain;

  /** Index of the element returned last. */
  private int last;

  ListIteratorView(TrackedSequence owner, ListIterator<E> plain) {
    this.owner = owner;
    this.plain = plain;
  }

  @Override
  public boolean hasNext() {
    return plain.hasNext();
  }

  @Override
  public E next() {
    int index = plain.nextIndex();
    E element = plain.next();
    last = index;
    return element;
  }

  @Override
  public boolean hasPrevious() {
    return plain.hasPrevious();
  }

  @Override
  public E previous() {
    int index = plain.previousIndex();
    E element = plain.previous();
    last = index;
    return element;
  }

  @Override
  public int nextIndex() {
    return plain.nextIndex();
  }

  @Override
  public int previousIndex() {
    return plain.previousIndex();
  }

  @Override
  public void forEachRemaining(Consumer<? super E> action) {
    int index = plain.nextIndex();
    try {
      plain.forEachRemaining(action);
    } finally {
      if (plain.nextIndex() > index) {
        last = plain.previousIndex();
      }
    }
  }

  @Override
  public void remove() {
    SpliceLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        plain.remove();
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
      return;
    }
    int begun = log.begin();
    try {
      plain.remove();
      log.edit(begun, last, 1, 0, owner.size());
    } finally {
      log.exit();
    }
  }

  @Override
  public void set(E element) {
    SpliceLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        plain.set(element);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
      return;
    }
    int begun = log.begin();
    try {
      plain.set(element);
      log.edit(begun, last, 1, 1, owner.size());
    } finally {
      log.exit();
    }
  }

  @Override
  public void add(E element) {
    SpliceLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        plain.add(element);
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
      return;
    }
    int begun = log.begin();
    try {
      int index = plain.nextIndex();
      plain.add(element);
      log.edit(begun, index, 0, 1, owner.size());
    } finally {
      log.exit();
    }
  }
}
