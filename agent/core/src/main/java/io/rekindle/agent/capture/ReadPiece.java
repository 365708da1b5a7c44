package io.rekindle.agent.capture;

import io.rekindle.agent.types.ContainerScan;
import java.util.Arrays;

/** Some elements of a container, as they were read; keys and values in turn. */
final class ReadPiece implements ContainerScan.Target {

  private final int wantedCount;
  private Object[] elements;
  private int count;

  /** An empty piece, to be filled with so many elements, keys and values counted, or some more. */
  ReadPiece(int wantedCount) {
    this.wantedCount = wantedCount;
    this.elements = new Object[2 * wantedCount];
  }

  @Override
  public void element(Object element) {
    if (count == elements.length) {
      elements = Arrays.copyOf(elements, 2 * count);
    }
    elements[count++] = element;
  }

  @Override
  public void entry(Object key, Object value) {
    element(key);
    element(value);
  }

  boolean isFull() {
    return count >= wantedCount;
  }

  Object[] elements() {
    return Arrays.copyOf(elements, count);
  }
}
