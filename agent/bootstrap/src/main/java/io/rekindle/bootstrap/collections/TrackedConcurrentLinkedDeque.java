package io.rekindle.bootstrap.collections;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Predicate;

/**
 * A {@link ConcurrentLinkedDeque} that records its changes. Once it was captured, changes take
 * turns; reads still wait for nobody. The superclass's other queue and stack methods call those
 * below.
 */
public class TrackedConcurrentLinkedDeque<E> extends ConcurrentLinkedDeque<E>
    implements TrackedSequence, SharedIterator.Logged {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since threads need no other means to share it. */
  private transient volatile SharedSpliceLog $rekindle;

  /** See {@link ConcurrentLinkedDeque#ConcurrentLinkedDeque()}. */
  public TrackedConcurrentLinkedDeque() {}

  /** See {@link ConcurrentLinkedDeque#ConcurrentLinkedDeque(Collection)}. */
  public TrackedConcurrentLinkedDeque(Collection<? extends E> source) {
    super(source);
  }

  @Override
  public void addFirst(E element) {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.addFirst(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (log.turn()) {
        super.addFirst(element);
        log.added(true, element);
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void addLast(E element) {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.addLast(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (log.turn()) {
        super.addLast(element);
        log.added(false, element);
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean offerFirst(E element) {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.offerFirst(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (log.turn()) {
        super.offerFirst(element);
        log.added(true, element);
        return true;
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean offerLast(E element) {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.offerLast(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (log.turn()) {
        super.offerLast(element);
        log.added(false, element);
        return true;
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public E pollFirst() {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.pollFirst();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (log.turn()) {
        E result = super.pollFirst();
        if (result != null) {
          log.removed(true);
        }
        return result;
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public E pollLast() {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.pollLast();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (log.turn()) {
        E result = super.pollLast();
        if (result != null) {
          log.removed(false);
        }
        return result;
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean removeFirstOccurrence(Object element) {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeFirstOccurrence(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (log.turn()) {
        if (element == null) {
          return super.removeFirstOccurrence(null);
        }
        long order = log.order(false);
        ElementProbe probe = new ElementProbe(element);
        boolean result = super.removeFirstOccurrence(probe);
        if (result) {
          log.removedAt(order, false, probe.position());
        }
        return result;
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean removeLastOccurrence(Object element) {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeLastOccurrence(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (log.turn()) {
        if (element == null) {
          return super.removeLastOccurrence(null);
        }
        long order = log.order(true);
        ElementProbe probe = new ElementProbe(element);
        boolean result = super.removeLastOccurrence(probe);
        if (result) {
          log.removedAt(order, true, probe.position());
        }
        return result;
      }
    } finally {
      log.exit();
    }
  }

  /** Asks {@code added} for its elements before it takes its turn. */
  @Override
  @SuppressWarnings("unchecked") // They are elements of the collection.
  public boolean addAll(Collection<? extends E> added) {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.addAll(added);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    if (added == this) {
      throw new IllegalArgumentException();
    }
    Object[] elements = added.toArray();
    log.enter();
    try {
      synchronized (log.turn()) {
        boolean result = super.addAll((Collection<E>) Arrays.asList(elements));
        log.addedAll(elements);
        return result;
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void clear() {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.clear();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      super.clear();
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeIf(filter);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Objects.requireNonNull(filter);
    return removeMatching(log, filter);
  }

  @Override
  public boolean removeAll(Collection<?> removed) {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeAll(removed);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Objects.requireNonNull(removed);
    return removeMatching(log, removed::contains);
  }

  @Override
  public boolean retainAll(Collection<?> retained) {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.retainAll(retained);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Objects.requireNonNull(retained);
    return removeMatching(log, element -> !retained.contains(element));
  }

  /** Not in turn, since the function may wait for another thread that changes the queue. */
  private boolean removeMatching(SharedSpliceLog log, Predicate<? super E> filter) {
    log.enter();
    CountingFilter<E> counting = new CountingFilter<>(filter);
    long order = log.order(false);
    try {
      return super.removeIf(counting);
    } finally {
      synchronized (log.turn()) {
        log.removedAll(order, counting.positions());
      }
      log.exit();
    }
  }

  @Override
  public Iterator<E> iterator() {
    return new SharedIterator<>(
        this, this, false, SharedSpliceLog.order($rekindle, false), super.iterator());
  }

  @Override
  public Iterator<E> descendingIterator() {
    return new SharedIterator<>(
        this, this, true, SharedSpliceLog.order($rekindle, true), super.descendingIterator());
  }

  /** From the nearer end. */
  @Override
  public Iterator<?> $rekindle$from(int index) {
    return NearerEnd.from(index, $rekindle$size(), super.iterator(), super.descendingIterator());
  }

  @Override
  public SharedSpliceLog $rekindle$log() {
    return $rekindle;
  }

  @Override
  public SharedSpliceLog $rekindle$startLog() {
    return $rekindle = new SharedSpliceLog(this);
  }

  @Override
  public void $rekindle$dropLog() {
    $rekindle = null;
  }

  @Override
  public int $rekindle$size() {
    SharedSpliceLog log = $rekindle;
    return log == null || log.isWhole() ? size() : log.size();
  }

  /** Java serialization writes a queue that can be read without Rekindle. */
  private Object writeReplace() {
    return new ConcurrentLinkedDeque<>(this);
  }
}
