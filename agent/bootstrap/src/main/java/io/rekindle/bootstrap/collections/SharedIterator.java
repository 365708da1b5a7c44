package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * An iterator over a queue that many threads change at a time. It counts, and so knows the position
 * of what it removes, as long as nobody else moves the elements.
 */
final class SharedIterator<E> implements Iterator<E> {

  /** The log's owner, as a source of its log. */
  interface Logged {
    /** The log, or null. */
    SharedSpliceLog $rekindle$log();
  }

  private final Logged owner;
  private final Collection<E> contents;
  private final boolean backwards;
  private final Iterator<E> plain;

  /** The log's order when {@link #passedCount} was right. */
  private long order;

  /** How many elements were returned and not removed. */
  private int passedCount;

  /**
   * Makes an iterator.
   *
   * @param order of the owner's log, from before {@code plain} was made
   * @param plain the superclass's iterator, which goes backwards or not
   */
  SharedIterator(
      Logged owner, Collection<E> contents, boolean backwards, long order, Iterator<E> plain) {
    this.owner = owner;
    this.contents = contents;
    this.backwards = backwards;
    this.order = order;
    this.plain = plain;
  }

  @Override
  public boolean hasNext() {
    return plain.hasNext();
  }

  @Override
  public E next() {
    E element = plain.next();
    passedCount++;
    return element;
  }

  @Override
  public void forEachRemaining(Consumer<? super E> action) {
    plain.forEachRemaining(
        element -> {
          passedCount++;
          action.accept(element);
        });
  }

  @Override
  public void remove() {
    SharedSpliceLog log = owner.$rekindle$log();
    if (log == null) {
      try {
        plain.remove();
      } finally {
        ChangeLog.endUnlogged(owner.$rekindle$log());
      }
      return;
    }
    log.enter();
    try {
      synchronized (log.turn()) {
        removeInTurn(log);
      }
    } finally {
      log.exit();
    }
  }

  private void removeInTurn(SharedSpliceLog log) {
    if (order != log.order(backwards)) {
      Object[] before = log.beforeComparing(contents);
      plain.remove();
      log.compare(before, contents);
      return;
    }
    plain.remove();
    passedCount--;
    log.removedAt(order, backwards, passedCount);
    order = log.order(backwards);
  }
}
