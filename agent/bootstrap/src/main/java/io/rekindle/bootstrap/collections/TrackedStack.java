package io.rekindle.bootstrap.collections;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Stack;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A {@link Stack} that records its changes. The superclass's other methods, its iterators and sub
 * lists call those below; see {@link VectorLog}.
 */
public class TrackedStack<E> extends Stack<E> implements VectorLog.Contents {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile VectorLog $rekindle;

  /** See {@link Stack#Stack()}. */
  public TrackedStack() {}

  @Override
  public E set(int index, E element) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        return super.set(index, element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.replace(index, 1, () -> super.set(index, element));
  }

  @Override
  public void setElementAt(E element, int index) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        super.setElementAt(element, index);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.replace(index, 1, VectorLog.asSupplier(() -> super.setElementAt(element, index)));
  }

  @Override
  public boolean add(E element) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        return super.add(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.append(() -> super.add(element));
  }

  @Override
  public void addElement(E element) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        super.addElement(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.append(VectorLog.asSupplier(() -> super.addElement(element)));
  }

  @Override
  public void insertElementAt(E element, int index) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        super.insertElementAt(element, index);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.replace(index, 0, VectorLog.asSupplier(() -> super.insertElementAt(element, index)));
  }

  @Override
  public E remove(int index) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        return super.remove(index);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.replace(index, 1, () -> super.remove(index));
  }

  @Override
  public void removeElementAt(int index) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        super.removeElementAt(index);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.replace(index, 1, VectorLog.asSupplier(() -> super.removeElementAt(index)));
  }

  @Override
  public void removeAllElements() {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        super.removeAllElements();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.resize(0, () -> super.removeAllElements());
  }

  @Override
  public boolean addAll(Collection<? extends E> added) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        return super.addAll(added);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.append(() -> super.addAll(added));
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> added) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        return super.addAll(index, added);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.replace(index, 0, () -> super.addAll(index, added));
  }

  @Override
  protected void removeRange(int from, int to) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        super.removeRange(from, to);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.replace(from, to - from, VectorLog.asSupplier(() -> super.removeRange(from, to)));
  }

  @Override
  public void setSize(int newSize) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        super.setSize(newSize);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.resize(newSize, () -> super.setSize(newSize));
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeIf(filter);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.compare(() -> super.removeIf(filter));
  }

  @Override
  public boolean removeAll(Collection<?> removed) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        return super.removeAll(removed);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.compare(() -> super.removeAll(removed));
  }

  @Override
  public boolean retainAll(Collection<?> retained) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        return super.retainAll(retained);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    return log.compare(() -> super.retainAll(retained));
  }

  @Override
  public void replaceAll(UnaryOperator<E> operator) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        super.replaceAll(operator);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.compare(VectorLog.asSupplier(() -> super.replaceAll(operator)));
  }

  @Override
  public void sort(Comparator<? super E> comparator) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        super.sort(comparator);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.compare(VectorLog.asSupplier(() -> super.sort(comparator)));
  }

  /** Passes the gate before it takes the monitor; the method that it calls takes note. */
  @Override
  public boolean removeElement(Object element) {
    VectorLog log = $rekindle;
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

  /** Passes the gate before it takes the monitor; the method that it calls takes note. */
  @Override
  public E pop() {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        return super.pop();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    log.enter();
    try {
      return super.pop();
    } finally {
      log.exit();
    }
  }

  @Override
  public void trimToSize() {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        super.trimToSize();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.reshape(() -> super.trimToSize());
  }

  @Override
  public void ensureCapacity(int minCapacity) {
    VectorLog log = $rekindle;
    if (log == null) {
      try {
        super.ensureCapacity(minCapacity);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
      return;
    }
    log.reshape(() -> super.ensureCapacity(minCapacity));
  }

  @Override
  public List<E> subList(int from, int to) {
    return new VectorSubList<>(this, super.subList(from, to));
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
    TrackedStack<E> copy = (TrackedStack<E>) super.clone();
    copy.$rekindle = null;
    return copy;
  }

  @Override
  public VectorLog $rekindle$log() {
    return $rekindle;
  }

  @Override
  public VectorLog $rekindle$startLog() {
    return $rekindle = new VectorLog(this);
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
  public int $rekindle$capacity() {
    return elementData.length;
  }

  @Override
  public Object[] $rekindle$elements() {
    return Arrays.copyOf(elementData, elementCount, Object[].class);
  }

  @Override
  public Iterator<?> $rekindle$from(int index) {
    List<Object> elements = Arrays.asList(elementData);
    return elements.subList(index, elementCount).iterator();
  }

  /** Java serialization writes a stack that can be read without Rekindle. */
  private Object writeReplace() {
    Stack<E> plain = new Stack<>();
    plain.addAll(this);
    return plain;
  }
}
