package io.rekindle.bootstrap.collections;

import java.util.Iterator;
import java.util.function.Consumer;

/** An iterator over a heap: a removal is noted as the slots that hold another element after it. */
final class HeapIterator<E> implements Iterator<E> {

  private final TrackedPriorityQueue<E> owner;
  private final Iterator<E> plain;

  HeapIterator(TrackedPriorityQueue<E> owner, Iterator<E> plain) {
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
      try {
        plain.remove();
      } finally {
        log.slots(begun, before, HeapArrays.of(owner), owner.size());
      }
    } finally {
      log.exit();
    }
  }
}
