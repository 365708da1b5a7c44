package io.rekindle.bootstrap.collections;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * An {@link ArrayList} that records its changes. The superclass's iterators call the public methods
 * of the list, so they need no counterpart here; its sub lists do so only in part.
 */
public class TrackedArrayList<E> extends ArrayList<E> implements LateLoggedSequence {

  private static final long serialVersionUID = 1;

  /** Null until the first change after the first capture. */
  private transient volatile SpliceLog $rekindle;

  /** The tracking word as long as there is no log; it fits where objects are padded anyway. */
  private transient volatile int $rekindle$word;

  /** See {@link ArrayList#ArrayList()}. */
  public TrackedArrayList() {}

  /** See {@link ArrayList#ArrayList(int)}. */
  public TrackedArrayList(int initialCapacity) {
    super(initialCapacity);
  }

  /** See {@link ArrayList#ArrayList(Collection)}. */
  public TrackedArrayList(Collection<? extends E> source) {
    super(source);
  }

  @Override
  public E set(int index, E element) {
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.set(index, element);
      } finally {
        ChangeLog.endUnlogged(log());
      }
    }
    int begun = log.begin();
    try {
      E result = super.set(index, element);
      log.edit(begun, index, 1, 1, super.size());
      return result;
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean add(E element) {
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.add(element);
      } finally {
        ChangeLog.endUnlogged(log());
      }
    }
    int begun = log.begin();
    try {
      boolean result = super.add(element);
      log.edit(begun, super.size() - 1, 0, 1, super.size());
      return result;
    } finally {
      log.exit();
    }
  }

  @Override
  public void add(int index, E element) {
    SpliceLog log = log();
    if (log == null) {
      try {
        super.add(index, element);
      } finally {
        ChangeLog.endUnlogged(log());
      }
      return;
    }
    int begun = log.begin();
    try {
      super.add(index, element);
      log.edit(begun, index, 0, 1, super.size());
    } finally {
      log.exit();
    }
  }

  @Override
  public E remove(int index) {
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.remove(index);
      } finally {
        ChangeLog.endUnlogged(log());
      }
    }
    int begun = log.begin();
    try {
      E result = super.remove(index);
      log.edit(begun, index, 1, 0, super.size());
      return result;
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean remove(Object element) {
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.remove(element);
      } finally {
        ChangeLog.endUnlogged(log());
      }
    }
    log.enter();
    try {
      int index = super.indexOf(element);
      if (index < 0) {
        return false;
      }
      int begun = log.begun();
      super.remove(index);
      log.edit(begun, index, 1, 0, super.size());
      return true;
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
    int begun = log.begin();
    try {
      int size = super.size();
      boolean result = super.addAll(added);
      log.edit(begun, size, 0, super.size() - size, super.size());
      return result;
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> added) {
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.addAll(index, added);
      } finally {
        ChangeLog.endUnlogged(log());
      }
    }
    int begun = log.begin();
    try {
      int size = super.size();
      boolean result = super.addAll(index, added);
      log.edit(begun, index, 0, super.size() - size, super.size());
      return result;
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
  protected void removeRange(int from, int to) {
    SpliceLog log = log();
    if (log == null) {
      try {
        super.removeRange(from, to);
      } finally {
        ChangeLog.endUnlogged(log());
      }
      return;
    }
    int begun = log.begin();
    try {
      super.removeRange(from, to);
      log.edit(begun, from, to - from, 0, super.size());
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
  public void replaceAll(UnaryOperator<E> operator) {
    SpliceLog log = log();
    if (log == null) {
      try {
        super.replaceAll(operator);
      } finally {
        ChangeLog.endUnlogged(log());
      }
      return;
    }
    int begun = log.begin();
    try {
      Object[] before = super.toArray();
      try {
        super.replaceAll(operator);
      } finally {
        log.difference(begun, before, super::toArray, super.size());
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void sort(Comparator<? super E> comparator) {
    SpliceLog log = log();
    if (log == null) {
      try {
        super.sort(comparator);
      } finally {
        ChangeLog.endUnlogged(log());
      }
      return;
    }
    int begun = log.begin();
    try {
      Object[] before = super.toArray();
      try {
        super.sort(comparator);
      } finally {
        log.difference(begun, before, super::toArray, super.size());
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public List<E> subList(int from, int to) {
    return new SubListView<>(this, super.subList(from, to), from);
  }

  // JDK 21 adds the following to the superclass, where they change the array directly.

  /** As {@code ArrayList.addFirst} of JDK 21. */
  public void addFirst(E element) {
    add(0, element);
  }

  /** As {@code ArrayList.addLast} of JDK 21. */
  public void addLast(E element) {
    add(element);
  }

  /** As {@code ArrayList.removeFirst} of JDK 21. */
  public E removeFirst() {
    if (super.isEmpty()) {
      throw new NoSuchElementException();
    }
    return removeAt(0);
  }

  /** As {@code ArrayList.removeLast} of JDK 21. */
  public E removeLast() {
    if (super.isEmpty()) {
      throw new NoSuchElementException();
    }
    return removeAt(super.size() - 1);
  }

  private E removeAt(int index) {
    SpliceLog log = log();
    if (log == null) {
      try {
        return super.remove(index);
      } finally {
        ChangeLog.endUnlogged(log());
      }
    }
    int begun = log.begin();
    try {
      E result = super.remove(index);
      log.edit(begun, index, 1, 0, super.size());
      return result;
    } finally {
      log.exit();
    }
  }

  /** The copy was never captured. */
  @Override
  @SuppressWarnings("unchecked")
  public Object clone() {
    TrackedArrayList<E> copy = (TrackedArrayList<E>) super.clone();
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

  /** Java serialization writes a list that can be read without Rekindle. */
  private Object writeReplace() {
    return new ArrayList<>(this);
  }
}
