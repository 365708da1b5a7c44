package io.rekindle.bootstrap.collections;

import java.util.ArrayDeque;
import java.util.Iterator;

/** Reaches a place in a deque from the end that is nearer. */
final class NearerEnd {

  private NearerEnd() {}

  /**
   * The elements from {@code index} on.
   *
   * @param forth over all elements
   * @param back the same from the last to the first
   */
  static <E> Iterator<E> from(int index, int size, Iterator<E> forth, Iterator<E> back) {
    if (index < size - index) {
      for (int i = 0; i < index; i++) {
        forth.next();
      }
      return forth;
    }
    ArrayDeque<E> elements = new ArrayDeque<>(size - index);
    for (int i = index; i < size; i++) {
      elements.addFirst(back.next());
    }
    return elements.iterator();
  }
}
