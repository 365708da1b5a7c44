package io.rekindle.bootstrap.collections;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Vector;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A {@link Vector} that records its changes. Each change and its note are one step under the
 * vector's own monitor, which is taken after the gate was passed. The superclass's other methods,
 * its iterators and sub lists call those below.
 */
public class TrackedVector<E> extends Vector<E> implements TrackedSequence {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile SpliceLog $rekindle;

  /** See {@link Vector#Vector()}. */
  public TrackedVector() {}

  /** See {@link Vector#Vector(int)}. */
  public TrackedVector(int initialCapacity) {
    super(initialCapacity);
  }

  /** See {@link Vector#Vector(int, int)}. */
  public TrackedVector(int initialCapacity, int capacityIncrement) {
    super(initialCapacity, capacityIncrement);
  }

  /** See {@link Vector#Vector(Collection)}. */
  public TrackedVector(Collection<? extends E> source) {
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
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        E result = super.set(index, element);
        log.edit(begun, index, 1, 1, elementCount);
        return result;
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void setElementAt(E element, int index) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.setElementAt(element, index);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        super.setElementAt(element, index);
        log.edit(begun, index, 1, 1, elementCount);
      }
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
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        int capacity = elementData.length;
        boolean result = super.add(element);
        log.edit(begun, elementCount - 1, 0, 1, elementCount);
        log.capacity(capacity, elementData.length);
        return result;
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void addElement(E element) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.addElement(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        int capacity = elementData.length;
        super.addElement(element);
        log.edit(begun, elementCount - 1, 0, 1, elementCount);
        log.capacity(capacity, elementData.length);
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void insertElementAt(E element, int index) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.insertElementAt(element, index);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        int capacity = elementData.length;
        super.insertElementAt(element, index);
        log.edit(begun, index, 0, 1, elementCount);
        log.capacity(capacity, elementData.length);
      }
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
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        E result = super.remove(index);
        log.edit(begun, index, 1, 0, elementCount);
        return result;
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void removeElementAt(int index) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.removeElementAt(index);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        super.removeElementAt(index);
        log.edit(begun, index, 1, 0, elementCount);
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void removeAllElements() {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.removeAllElements();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        int size = elementCount;
        super.removeAllElements();
        log.edit(begun, 0, size, 0, elementCount);
      }
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
      synchronized (this) {
        int begun = log.begun();
        int size = elementCount;
        int capacity = elementData.length;
        boolean result = super.addAll(added);
        log.edit(begun, size, 0, elementCount - size, elementCount);
        log.capacity(capacity, elementData.length);
        return result;
      }
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
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        int size = elementCount;
        int capacity = elementData.length;
        boolean result = super.addAll(index, added);
        log.edit(begun, index, 0, elementCount - size, elementCount);
        log.capacity(capacity, elementData.length);
        return result;
      }
    } finally {
      log.exit();
    }
  }

  @Override
  protected void removeRange(int from, int to) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.removeRange(from, to);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        super.removeRange(from, to);
        log.edit(begun, from, to - from, 0, elementCount);
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void setSize(int newSize) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.setSize(newSize);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        int size = elementCount;
        int capacity = elementData.length;
        super.setSize(newSize);
        log.edit(
            begun,
            Math.min(size, newSize),
            Math.max(0, size - newSize),
            Math.max(0, newSize - size),
            elementCount);
        log.capacity(capacity, elementData.length);
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
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        Object[] before = super.toArray();
        try {
          return super.removeIf(filter);
        } finally {
          log.difference(begun, 0, before, super.toArray(), elementCount);
        }
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
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        Object[] before = super.toArray();
        try {
          return super.removeAll(removed);
        } finally {
          log.difference(begun, 0, before, super.toArray(), elementCount);
        }
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
    log.enter();
    try {
      synchronized (this) {
        int begun = log.begun();
        Object[] before = super.toArray();
        try {
          return super.retainAll(retained);
        } finally {
          log.difference(begun, 0, before, super.toArray(), elementCount);
        }
      }
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
      synchronized (this) {
        int begun = log.begun();
        Object[] before = super.toArray();
        try {
          super.replaceAll(operator);
        } finally {
          log.difference(begun, 0, before, super.toArray(), elementCount);
        }
      }
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
      synchronized (this) {
        int begun = log.begun();
        Object[] before = super.toArray();
        try {
          super.sort(comparator);
        } finally {
          log.difference(begun, 0, before, super.toArray(), elementCount);
        }
      }
    } finally {
      log.exit();
    }
  }

  /** Passes the gate before it takes the monitor; the method that it calls takes note. */
  @Override
  public boolean removeElement(Object element) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeElement(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      return super.removeElement(element);
    } finally {
      log.exit();
    }
  }

  @Override
  public void trimToSize() {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.trimToSize();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (this) {
        int capacity = elementData.length;
        super.trimToSize();
        log.capacity(capacity, elementData.length);
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public void ensureCapacity(int minCapacity) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        super.ensureCapacity(minCapacity);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.enter();
    try {
      synchronized (this) {
        int capacity = elementData.length;
        super.ensureCapacity(minCapacity);
        log.capacity(capacity, elementData.length);
      }
    } finally {
      log.exit();
    }
  }

  @Override
  public Iterator<E> iterator() {
    return new ListIteratorView<>(this, super.listIterator());
  }

  @Override
  public ListIterator<E> listIterator() {
    return new ListIteratorView<>(this, super.listIterator());
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    return new ListIteratorView<>(this, super.listIterator(index));
  }

  /** The copy was never captured. */
  @Override
  @SuppressWarnings("unchecked")
  public synchronized Object clone() {
    TrackedVector<E> copy = (TrackedVector<E>) super.clone();
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

  @Override
  public int $rekindle$size() {
    return elementCount;
  }

  @Override
  public Iterator<?> $rekindle$from(int index) {
    List<Object> elements = Arrays.asList(elementData);
    return elements.subList(index, elementCount).iterator();
  }

  /** Java serialization writes a vector that can be read without Rekindle. */
  private synchronized Object writeReplace() {
    Vector<E> plain = new Vector<>(elementData.length, capacityIncrement);
    plain.addAll(this);
    return plain;
  }
}
