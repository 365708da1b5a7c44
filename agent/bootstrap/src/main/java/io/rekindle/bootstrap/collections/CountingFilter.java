package io.rekindle.bootstrap.collections;

import java.util.BitSet;
import java.util.function.Predicate;

/**
 * A filter that keeps in mind to which positions it said yes, when it is asked about one element
 * after the other.
 */
final class CountingFilter<E> implements Predicate<E> {

  private final Predicate<? super E> filter;
  private final BitSet positions = new BitSet();
  private int askedCount;

  CountingFilter(Predicate<? super E> filter) {
    this.filter = filter;
  }

  /** Indexes of the elements that passed. */
  BitSet positions() {
    return positions;
  }

  @Override
  public boolean test(E element) {
    int position = askedCount++;
    boolean passed = filter.test(element);
    if (passed) {
      positions.set(position);
    }
    return passed;
  }
}
