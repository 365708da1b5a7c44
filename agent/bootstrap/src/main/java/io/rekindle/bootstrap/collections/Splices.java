package io.rekindle.bootstrap.collections;

import java.util.Arrays;
import java.util.Iterator;

/**
 * What changed in a list or queue between two captures: disjoint splices in ascending order. A
 * splice says that {@code removed} elements from {@code oldStart} of the old contents were replaced
 * by the {@code added} elements from {@code newStart} of the new contents. All are counts of
 * elements, from 0. Elements between splices are unchanged.
 */
public final class Splices {

  private final boolean whole;
  private final boolean reshaped;
  private final int[] numbers;
  private final Object[] last;
  private final int size;

  /**
   * Takes what {@link SpliceLog} holds.
   *
   * @param numbers four for each splice, in the order of the accessors; null if whole
   * @param last the last elements of the list, or any number of them
   * @param size number of elements of the list
   */
  Splices(boolean reshaped, int[] numbers, Object[] last, int size) {
    this.whole = numbers == null;
    this.reshaped = reshaped;
    this.numbers = numbers;
    this.last = last;
    this.size = size;
  }

  /** Whether all contents have to be written; there are no splices then. */
  public boolean isWhole() {
    return whole;
  }

  /** Whether more than the elements changed: the capacity of a vector. */
  public boolean isReshaped() {
    return reshaped;
  }

  /** Number of splices. */
  public int count() {
    return whole ? 0 : numbers.length / SpliceTable.WIDTH;
  }

  /** Where the splice begins in the old contents. */
  public int oldStart(int index) {
    return numbers[index * SpliceTable.WIDTH + SpliceTable.OLD_START];
  }

  /** How many of the old elements are gone. */
  public int removed(int index) {
    return numbers[index * SpliceTable.WIDTH + SpliceTable.REMOVED];
  }

  /** Where the splice begins in the new contents. */
  public int newStart(int index) {
    return numbers[index * SpliceTable.WIDTH + SpliceTable.NEW_START];
  }

  /** How many of the new elements take their place. */
  public int added(int index) {
    return numbers[index * SpliceTable.WIDTH + SpliceTable.ADDED];
  }

  /**
   * The elements of {@code container}, whose changes these are, from {@code index} on. Costs no
   * more than the distance of {@code index} from where the container can be entered.
   */
  public Iterator<?> elementsFrom(TrackedSequence container, int index) {
    int lastFrom = size - last.length;
    return index < lastFrom || last.length == 0
        ? container.$rekindle$from(index)
        : Arrays.asList(last).subList(index - lastFrom, last.length).iterator();
  }
}
