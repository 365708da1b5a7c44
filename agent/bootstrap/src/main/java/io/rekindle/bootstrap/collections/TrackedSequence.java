package io.rekindle.bootstrap.collections;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** A tracked list or queue: its changes are told by position. */
public interface TrackedSequence extends TrackedContainer {

  @Override
  SpliceLog $rekindle$log();

  @Override
  SpliceLog $rekindle$startLog();

  /** Number of elements; of a {@code BitSet}, its own idea of a size. */
  int size();

  /**
   * Number of elements, as captures read it: without the monitor of a synchronized container, which
   * a thread of the application may hold while it waits for the capture.
   */
  default int $rekindle$size() {
    return size();
  }

  /** The elements from {@code index} on, as captures read them. */
  default Iterator<?> $rekindle$from(int index) {
    if (this instanceof List<?> list) {
      return list.listIterator(index);
    }
    Iterator<?> all = ((Collection<?>) this).iterator();
    for (int i = 0; i < index; i++) {
      all.next();
    }
    return all;
  }
}
