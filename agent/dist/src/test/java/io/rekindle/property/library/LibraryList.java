package io.rekindle.property.library;

import java.util.Arrays;

/** A list as a library would have it: not woven, and no JDK collection. */
public final class LibraryList<T> {

  private Object[] elements = new Object[2];
  private int size;
  private LibraryBox<T> last;

  /** Adds one. */
  public void add(T element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, 2 * size);
    }
    elements[size++] = element;
    last = new LibraryBox<>(element, this);
  }

  /** Removes the last one, if there is any. */
  public void removeLast() {
    if (size > 0) {
      elements[--size] = null;
    }
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** What was added last. */
  public LibraryBox<T> last() {
    return last;
  }
}
