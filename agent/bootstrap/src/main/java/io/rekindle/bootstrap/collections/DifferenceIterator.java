package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * An iterator over a queue whose positions nobody checks: a removal is noted as the difference
 * between the contents before and after. It costs what the removal from an array costs anyway.
 */
final class DifferenceIterator<E, C extends Collection<E> & TrackedSequence>
    implements Iterator<E> {

  private final C owner;
  private final Iterator<E> plain;

  DifferenceIterator(C owner, Iterator<E> plain) {
    this.owner = owner;
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
      Object[] before = owner.toArray();
      plain.remove();
      log.difference(begun, before, owner::toArray, owner.size());
    } finally {
      log.exit();
    }
  }
}
