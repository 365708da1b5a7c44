package io.rekindle.bootstrap.collections;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * A {@link ConcurrentLinkedQueue} that records its changes. Once it was captured, changes take
 * turns; reads still wait for nobody.
 */
public class TrackedConcurrentLinkedQueue<E> extends ConcurrentLinkedQueue<E>
    implements TrackedSequence, SharedIterator.Logged {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since threads need no other means to share it. */
  private transient volatile SharedSpliceLog $rekindle;

  /** See {@link ConcurrentLinkedQueue#ConcurrentLinkedQueue()}. */
  public TrackedConcurrentLinkedQueue() {}

  /** See {@link ConcurrentLinkedQueue#ConcurrentLinkedQueue(Collection)}. */
  public TrackedConcurrentLinkedQueue(Collection<? extends E> source) {
    super(source);
  }

  @Override
  public boolean offer(E element) {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.offer(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (log.turn()) {
        super.offer(element);
        log.added(false, element);
        return true;
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public E poll() {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.poll();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (log.turn()) {
        E result = super.poll();
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
  public boolean remove(Object element) {
    SharedSpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.remove(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      synchronized (log.turn()) {
        if (element == null) {
          return super.remove(null);
        }
        long order = log.order(false);
        ElementProbe probe = new ElementProbe(element);
        boolean result = super.remove(probe);
        if (result) {
          log.removedAt(order, false, probe.position());
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
      synchronized (log.turn()) {
        super.clear();
        log.cleared();
      }
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
    return new ConcurrentLinkedQueue<>(this);
  }
}
