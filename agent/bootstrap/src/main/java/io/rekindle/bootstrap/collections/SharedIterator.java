package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Iterator;
import java.util.function.Consumer;

/** An iterator over a queue that many threads change at a time. */
final class SharedIterator<E> implements Iterator<E> {

  /** The log's owner, as a source of its log. */
  interface Logged {
    /** The log, or null. */
    SharedSpliceLog $rekindle$log();
  }

  private final Logged owner;
  private final Collection<E> contents;
  private final Iterator<E> plain;

  SharedIterator(Logged owner, Collection<E> contents, Iterator<E> plain) {
    this.owner = owner;
    this.contents = contents;
    this.plain = plain;
  }

  @Override
  public boolean hasNext() {
    return plain.hasNext();
  }

  @Override
  public E next() {
    return plain.next();
  }

  @Override
  public void forEachRemaining(Consumer<? super E> action) {
    plain.forEachRemaining(action);
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
        Object[] before = log.beforeComparing(contents);
        plain.remove();
        log.compare(before, contents);
      }
    } finally {
      log.exit();
    }
  }
}
