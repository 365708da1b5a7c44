package io.rekindle.bootstrap.collections;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.function.Predicate;

/**
 * A {@link PriorityQueue} that records its changes, by the slots of its heap: the order of equal
 * elements comes back as it was. The superclass's other methods call those below.
 */
public class TrackedPriorityQueue<E> extends PriorityQueue<E> implements TrackedSequence {

  private static final long serialVersionUID = 1;

  /** Null until the first capture; volatile, since a capture starts it in any thread. */
  private transient volatile SpliceLog $rekindle;

  /** See {@link PriorityQueue#PriorityQueue()}. */
  public TrackedPriorityQueue() {}

  /** See {@link PriorityQueue#PriorityQueue(int)}. */
  public TrackedPriorityQueue(int initialCapacity) {
    super(initialCapacity);
  }

  /** See {@link PriorityQueue#PriorityQueue(Comparator)}. */
  public TrackedPriorityQueue(Comparator<? super E> comparator) {
    super(comparator);
  }

  /** See {@link PriorityQueue#PriorityQueue(int, Comparator)}. */
  public TrackedPriorityQueue(int initialCapacity, Comparator<? super E> comparator) {
    super(initialCapacity, comparator);
  }

  /** See {@link PriorityQueue#PriorityQueue(Collection)}. */
  public TrackedPriorityQueue(Collection<? extends E> source) {
    super(source);
  }

  /** See {@link PriorityQueue#PriorityQueue(PriorityQueue)}. */
  public TrackedPriorityQueue(PriorityQueue<? extends E> source) {
    super(source);
  }

  /** See {@link PriorityQueue#PriorityQueue(SortedSet)}. */
  public TrackedPriorityQueue(SortedSet<? extends E> source) {
    super(source);
  }

  @Override
  public boolean offer(E element) {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.offer(element);
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    int begun = log.begin();
    try {
      HeapPath path = HeapPath.ofInsertion(HeapArrays.of(this), super.size());
      try {
        return super.offer(element);
      } finally {
        path.noteInsertion(log, begun, HeapArrays.of(this), super.size());
      }
    } finally {
      log.exit();
    }
  }

  @Override
  @SuppressWarnings("unchecked") // The comparator is asked about elements only.
  public E poll() {
    SpliceLog log = $rekindle;
    if (log == null) {
      try {
        return super.poll();
      } finally {
        ChangeLog.endUnlogged($rekindle);
      }
    }
    if (super.isEmpty()) {
      return null;
    }
    int begun = log.begin();
    try {
      HeapPath path =
          HeapPath.ofFirstRemoval(
              HeapArrays.of(this), super.size(), (Comparator<Object>) super.comparator());
      try {
        return super.poll();
      } finally {
        if (path == null) {
          log.unknown();
        } else {
          path.noteFirstRemoval(log, begun, HeapArrays.of(this), super.size());
        }
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
      return super.addAll(added);
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
    int begun = log.begin();
    try {
      Object[] before = super.toArray();
      try {
        return super.remove(element);
      } finally {
        log.slots(begun, before, HeapArrays.of(this), super.size());
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
        log.slots(begun, before, HeapArrays.of(this), super.size());
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
        log.slots(begun, before, HeapArrays.of(this), super.size());
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
        log.slots(begun, before, HeapArrays.of(this), super.size());
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
    return new HeapIterator<>(this, super.iterator());
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
  public Iterator<?> $rekindle$from(int index) {
    return Arrays.asList(HeapArrays.of(this)).subList(index, super.size()).iterator();
  }

  /** Java serialization writes a queue that can be read without Rekindle. */
  private Object writeReplace() {
    return new PriorityQueue<>((PriorityQueue<E>) this);
  }
}
