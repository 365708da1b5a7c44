package io.rekindle.bootstrap.collections;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.Predicate;

/**
 * An {@link ArrayDeque} that records its changes. The superclass's other queue and stack methods
 * call those below.
 */
public class TrackedArrayDeque<E> extends ArrayDeque<E> implements TrackedSequence {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile SpliceLog $rekindle;

  /** See {@link ArrayDeque#ArrayDeque()}. */
  public TrackedArrayDeque() {}

  /** See {@link ArrayDeque#ArrayDeque(int)}. */
  public TrackedArrayDeque(int elementCount) {
    super(elementCount);
  }

  /** See {@link ArrayDeque#ArrayDeque(Collection)}. */
  public TrackedArrayDeque(Collection<? extends E> source) {
    super(source);
  }

  @Override
  public void addFirst(E element) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.addFirst(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    try {
      super.addFirst(element);
      log.edit(begun, 0, 0, 1, super.size());
    } finally {
      log.exit();
    }
  }

  @Override
  public void addLast(E element) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.addLast(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    try {
      super.addLast(element);
      log.edit(begun, super.size() - 1, 0, 1, super.size());
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean addAll(Collection<? extends E> added) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.addAll(added);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      return super.addAll(added);
    } finally {
      log.exit();
    }
  }

  @Override
  public E pollFirst() {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.pollFirst();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    int begun = log.begin();
    try {
      E result = super.pollFirst();
      if (result != null) {
        log.edit(begun, 0, 1, 0, super.size());
      }
      return result;
    } finally {
      log.exit();
    }
  }

  @Override
  public E pollLast() {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.pollLast();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    int begun = log.begin();
    try {
      E result = super.pollLast();
      if (result != null) {
        log.edit(begun, super.size(), 1, 0, super.size());
      }
      return result;
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean removeFirstOccurrence(Object element) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeFirstOccurrence(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    int begun = log.begin();
    try {
      Object[] before = super.toArray();
      try {
        return super.removeFirstOccurrence(element);
      } finally {
        log.difference(begun, before, super::toArray, super.size());
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean removeLastOccurrence(Object element) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeLastOccurrence(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    int begun = log.begin();
    try {
      Object[] before = super.toArray();
      try {
        return super.removeLastOccurrence(element);
      } finally {
        log.difference(begun, before, super::toArray, super.size());
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeIf(filter);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    int begun = log.begin();
    try {
      Object[] before = super.toArray();
      try {
        return super.removeIf(filter);
      } finally {
        log.difference(begun, before, super::toArray, super.size());
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean removeAll(Collection<?> removed) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeAll(removed);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    int begun = log.begin();
    try {
      Object[] before = super.toArray();
      try {
        return super.removeAll(removed);
      } finally {
        log.difference(begun, before, super::toArray, super.size());
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean retainAll(Collection<?> retained) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.retainAll(retained);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    int begun = log.begin();
    try {
      Object[] before = super.toArray();
      try {
        return super.retainAll(retained);
      } finally {
        log.difference(begun, before, super::toArray, super.size());
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void clear() {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.clear();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    int begun = log.begin();
    try {
      int size = super.size();
      super.clear();
      log.edit(begun, 0, size, 0, super.size());
    } finally {
      log.exit();
    }
  }

  @Override
  public Iterator<E> iterator() {
    return new DifferenceIterator<>(this, super.iterator());
  }

  @Override
  public Iterator<E> descendingIterator() {
    return new DifferenceIterator<>(this, super.descendingIterator());
  }

  /** The copy was never captured. */
  @Override
  public TrackedArrayDeque<E> clone() {
    TrackedArrayDeque<E> copy = (TrackedArrayDeque<E>) super.clone();
    copy.$rekindle = null;
    return copy;
  }

  @Override
  public SpliceLog $rekindle$log() {
    return $rekindle;
  }

  @Override
  public SpliceLog $rekindle$startLog() {
    return $rekindle = new SpliceLog(this);
  }

  @Override
  public void $rekindle$dropLog() {
    $rekindle = null;
  }

  /** From the nearer end. */
  @Override
  public Iterator<?> $rekindle$from(int index) {
    return NearerEnd.from(index, super.size(), super.iterator(), super.descendingIterator());
  }

  /** Java serialization writes a deque that can be read without Rekindle. */
  private Object writeReplace() {
    return new ArrayDeque<>(this);
  }
}
