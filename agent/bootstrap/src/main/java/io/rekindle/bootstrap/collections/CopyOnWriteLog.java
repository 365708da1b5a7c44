package io.rekindle.bootstrap.collections;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The log of a copy-on-write collection. A change copies the array, so to compare both arrays costs
 * little more; it is done under the lock under which the JDK replaces the one by the other.
 */
final class CopyOnWriteLog extends SpliceLog {

  private final CopyOnWriteArrayList<?> list;
  private final Object lock;

  /** Whether the thread that holds the lock is inside a change already. */
  private boolean changing;

  /** A log for {@code owner}, which keeps its elements in {@code list}. */
  CopyOnWriteLog(TrackedSequence owner, CopyOnWriteArrayList<?> list) {
    super(owner);
    this.list = list;
    this.lock = CopyOnWriteArrays.lockOf(list);
  }

  /** Makes a change and takes note of what it did, even if it fails. */
  <T> T change(Supplier<T> change) {
    enter();
    try {
      synchronized (lock) {
        return changing ? change.get() : compare(change);
      }
    } finally {
      exit();
    }
  }

  private <T> T compare(Supplier<T> change) {
    Object[] before = CopyOnWriteArrays.of(list);
    changing = true;
    try {
      return change.get();
    } finally {
      changing = false;
      Object[] after = CopyOnWriteArrays.of(list);
      difference(begun(), 0, before, after, after.length);
    }
  }
}
