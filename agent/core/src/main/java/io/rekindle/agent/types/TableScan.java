package io.rekindle.agent.types;

import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.Spliterator;

/**
 * Reads a hash table by ranges of its buckets, found by splitting: a range is reached in a few
 * steps, however large the table is and whatever changed since the last portion.
 */
final class TableScan extends ContainerScan {

  private final int ranges;
  private int next;

  TableScan(int size) {
    this.ranges = Integer.highestOneBit(Math.max(1, size / PORTION));
  }

  @Override
  public boolean next(Object container, Target target) {
    int range = next++;
    try {
      if (container instanceof Map<?, ?> map) {
        var found = range(map.entrySet().spliterator(), range);
        if (found != null) {
          found.forEachRemaining(entry -> target.entry(entry.getKey(), entry.getValue()));
        }
      } else {
        var found = range(((Collection<?>) container).spliterator(), range);
        if (found != null) {
          found.forEachRemaining(target::element);
        }
      }
    } catch (ConcurrentModificationException e) {
      // Another thread, outside any section: what was left out is read with the next pass.
    }
    return next < ranges;
  }

  /** Returns null if the table is too small for so many ranges and this one is empty. */
  private <T> Spliterator<T> range(Spliterator<T> whole, int range) {
    Spliterator<T> found = whole;
    int index = range;
    for (int count = ranges; count > 1; count /= 2) {
      Spliterator<T> first = found.trySplit();
      if (first == null) {
        return index == 0 ? found : null;
      }
      if (index < count / 2) {
        found = first;
      } else {
        index -= count / 2;
      }
    }
    return found;
  }
}
