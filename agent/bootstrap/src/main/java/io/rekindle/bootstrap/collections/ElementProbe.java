package io.rekindle.bootstrap.collections;

/**
 * Finds the position of the element that a queue removes. The JDK asks the object to be removed
 * whether it equals an element, one after the other; the probe passes the question on and counts.
 */
final class ElementProbe {

  private final Object element;
  private int askedCount;

  /** Makes a probe for {@code element}, which is not null. */
  ElementProbe(Object element) {
    this.element = element;
  }

  /** How many elements were asked about before the last one. */
  int position() {
    return askedCount - 1;
  }

  @Override
  public int hashCode() {
    return element.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    askedCount++;
    return element.equals(other);
  }
}
