package io.rekindle.bootstrap.collections;

import java.util.Comparator;

/** Equality in the sense of a sorted collection. */
final class Order {

  private Order() {}

  /** Whether {@code comparator}, or the natural order if it is null, tells the keys apart. */
  @SuppressWarnings("unchecked")
  static boolean areEqual(Comparator<?> comparator, Object key, Object stored) {
    if (key == stored) {
      return true;
    }
    return comparator == null
        ? ((Comparable<Object>) key).compareTo(stored) == 0
        : ((Comparator<Object>) comparator).compare(key, stored) == 0;
  }
}
