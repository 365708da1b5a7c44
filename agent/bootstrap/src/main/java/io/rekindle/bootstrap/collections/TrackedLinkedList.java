package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.ListIterator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A {@link LinkedList} that records its changes. What the superclass inherits, its sub lists and
 * its reversed view included, calls the methods below.
 */
public class TrackedLinkedList<E> extends LinkedList<E> implements TrackedSequence {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile SpliceLog $rekindle;

  /** See {@link LinkedList#LinkedList()}. */
  public TrackedLinkedList() {}

  /** See {@link LinkedList#LinkedList(Collection)}. */
  public TrackedLinkedList(Collection<? extends E> source) {
    super(source);
  }

  @Override
  public E set(int index, E element) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.set(index, element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
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
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.add(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
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
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.add(index, element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
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
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.remove(index);
      } finally {
        ChangeLog.endUnlogged($rekindle);
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
  public boolean addAll(int index, Collection<? extends E> added) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.addAll(index, added);
      } finally {
        ChangeLog.endUnlogged($rekindle);
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
  public E removeFirst() {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeFirst();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    int begun = log.begin();
    try {
      E result = super.removeFirst();
      log.edit(begun, 0, 1, 0, super.size());
      return result;
    } finally {
      log.exit();
    }
  }

  @Override
  public E removeLast() {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeLast();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    int begun = log.begin();
    try {
      E result = super.removeLast();
      log.edit(begun, super.size(), 1, 0, super.size());
      return result;
    } finally {
      log.exit();
    }
  }

  @Override
  public E poll() {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.poll();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    int begun = log.begin();
    try {
      int size = super.size();
      E result = super.poll();
      if (super.size() < size) {
        log.edit(begun, 0, 1, 0, super.size());
      }
      return result;
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
      int size = super.size();
      E result = super.pollFirst();
      if (super.size() < size) {
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
      int size = super.size();
      E result = super.pollLast();
      if (super.size() < size) {
        log.edit(begun, super.size(), 1, 0, super.size());
      }
      return result;
    } finally {
      log.exit();
    }
  }

  @Override
  public boolean remove(Object element) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.remove(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
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
  public boolean removeLastOccurrence(Object element) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeLastOccurrence(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      int index = super.lastIndexOf(element);
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

  // The bulk operations work through list iterators; here they become one change each.

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
    log.enter();
    try {
      return super.removeIf(filter);
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
    log.enter();
    try {
      return super.removeAll(removed);
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
    log.enter();
    try {
      return super.retainAll(retained);
    } finally {
      log.exit();
    }
  }

  @Override
  public void replaceAll(UnaryOperator<E> operator) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.replaceAll(operator);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      super.replaceAll(operator);
    } finally {
      log.exit();
    }
  }

  @Override
  public void sort(Comparator<? super E> comparator) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.sort(comparator);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      super.sort(comparator);
    } finally {
      log.exit();
    }
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    return new ListIteratorView<>(this, super.listIterator(index));
  }

  @Override
  public Iterator<E> descendingIterator() {
    return new DescendingIterator<>(listIterator(super.size()));
  }

  /** The copy was never captured. */
  @Override
  @SuppressWarnings("unchecked")
  public Object clone() {
    TrackedLinkedList<E> copy = (TrackedLinkedList<E>) super.clone();
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

  /** Java serialization writes a list that can be read without Rekindle. */
  private Object writeReplace() {
    return new LinkedList<>(this);
  }
}
