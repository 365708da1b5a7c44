package io.rekindle.bootstrap.collections;

import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Predicate;

/** A {@link CopyOnWriteArraySet} that records its changes, by position as a list does. */
public class TrackedCopyOnWriteArraySet<E> extends CopyOnWriteArraySet<E>
    implements TrackedSequence {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile CopyOnWriteLog $rekindle;

  /** See {@link CopyOnWriteArraySet#CopyOnWriteArraySet()}. */
  public TrackedCopyOnWriteArraySet() {}

  /** See {@link CopyOnWriteArraySet#CopyOnWriteArraySet(Collection)}. */
  public TrackedCopyOnWriteArraySet(Collection<? extends E> source) {
    super(source);
  }

  @Override
  public boolean add(E element) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.add(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.add(element));
  }

  @Override
  public boolean remove(Object element) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.remove(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.remove(element));
  }

  @Override
  public void clear() {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        super.clear();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.change(
        () -> {
          super.clear();
          return null;
        });
  }

  /** Asks {@code added} for its elements before it takes the lock, as the superclass does. */
  @Override
  @SuppressWarnings("unchecked") // They are elements of the collection.
  public boolean addAll(Collection<? extends E> added) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.addAll(added);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    Collection<E> copy = (Collection<E>) Arrays.asList(added.toArray());
    return log.change(() -> super.addAll(copy));
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeIf(filter);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.removeIf(filter));
  }

  @Override
  public boolean removeAll(Collection<?> removed) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeAll(removed);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.removeAll(removed));
  }

  @Override
  public boolean retainAll(Collection<?> retained) {
    CopyOnWriteLog log = $rekindle;
    if (log == null) {
      try {
        return super.retainAll(retained);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.change(() -> super.retainAll(retained));
  }

  @Override
  public CopyOnWriteLog $rekindle$log() {
    return $rekindle;
  }

  @Override
  public CopyOnWriteLog $rekindle$startLog() {
    return $rekindle = new CopyOnWriteLog(this, CopyOnWriteArrays.listOf(this));
  }

  @Override
  public void $rekindle$dropLog() {
    $rekindle = null;
  }

  /** Java serialization writes a set that can be read without Rekindle. */
  private Object writeReplace() {
    return new CopyOnWriteArraySet<>(this);
  }
}
