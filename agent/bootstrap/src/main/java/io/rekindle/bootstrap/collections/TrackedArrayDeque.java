package io.rekindle.bootstrap.collections;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.Predicate;

/**
 * An {@link ArrayDeque} that records its changes. The superclass's other queue and stack methods
 * call those below.
 */
public class TrackedArrayDeque<E> extends ArrayDeque<E> implements LateLoggedSequence {

  private static final long serialVersionUID = 1;

  /** Null until the first change after the first capture. */
  private transient volatile SpliceLog $rekindle;

  /** The tracking word as long as there is no log; it fits where objects are padded anyway. */
  private transient volatile int $rekindle$word;

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
    SpliceLog log = log();
    if (log == null) {
      try {
        super.addFirst(element);
      } finally {
        ChangeLog.endUnlogged(log());
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
    SpliceLog log = log();
    if (log == null) {
      try {
        super.addLast(element);
      } finally {
        ChangeLog.endUnlogged(log());
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
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.addAll(added);
      } finally {
        ChangeLog.endUnlogged(log());
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
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.pollFirst();
      } finally {
        ChangeLog.endUnlogged(log());
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
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.pollLast();
      } finally {
        ChangeLog.endUnlogged(log());
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
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.removeFirstOccurrence(element);
      } finally {
        ChangeLog.endUnlogged(log());
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
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.removeLastOccurrence(element);
      } finally {
        ChangeLog.endUnlogged(log());
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
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.removeIf(filter);
      } finally {
        ChangeLog.endUnlogged(log());
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
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.removeAll(removed);
      } finally {
        ChangeLog.endUnlogged(log());
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
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.retainAll(retained);
      } finally {
        ChangeLog.endUnlogged(log());
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
    SpliceLog log = log();
    if (log == null) {
      try {
        super.clear();
      } finally {
        ChangeLog.endUnlogged(log());
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
    copy.$rekindle$dropLog();
    return copy;
  }

  private SpliceLog log() {
    SpliceLog log = $rekindle;
    return log == null && $rekindle$word != 0 ? SpliceLog.startLate(this) : log;
  }

  @Override
  public SpliceLog $rekindle$log() {
    return log();
  }

  @Override
  public SpliceLog $rekindle$presentLog() {
    return $rekindle;
  }

  @Override
  public SpliceLog $rekindle$startLog() {
    SpliceLog log = new SpliceLog(this);
    log.word($rekindle$word);
    return $rekindle = log;
  }

  @Override
  public int $rekindle$word() {
    SpliceLog log = $rekindle;
    return log == null ? $rekindle$word : log.word();
  }

  @Override
  public void $rekindle$word(int word) {
    SpliceLog log = $rekindle;
    if (log == null && $rekindle$word == 0 && super.size() > SpliceLog.LATE_SIZE_MAX) {
      log = $rekindle$startLog();
    }
    if (log == null) {
      $rekindle$word = word;
    } else {
      log.word(word);
    }
  }

  @Override
  public void $rekindle$dropLog() {
    $rekindle = null;
    $rekindle$word = 0;
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
