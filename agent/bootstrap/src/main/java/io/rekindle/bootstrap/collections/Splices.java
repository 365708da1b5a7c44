package io.rekindle.bootstrap.collections;

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

  /** Takes four numbers for each splice, in the order of the accessors; null if whole. */
  Splices(boolean reshaped, int[] numbers) {
    this.whole = numbers == null;
    this.reshaped = reshaped;
    this.numbers = numbers;
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
    return whole ? 0 : numbers.length / SpliceLog.WIDTH;
  }

  /** Where the splice begins in the old contents. */
  public int oldStart(int index) {
    return numbers[index * SpliceLog.WIDTH + SpliceLog.OLD_START];
  }

  /** How many of the old elements are gone. */
  public int removed(int index) {
    return numbers[index * SpliceLog.WIDTH + SpliceLog.REMOVED];
  }

  /** Where the splice begins in the new contents. */
  public int newStart(int index) {
    return numbers[index * SpliceLog.WIDTH + SpliceLog.NEW_START];
  }

  /** How many of the new elements take their place. */
  public int added(int index) {
    return numbers[index * SpliceLog.WIDTH + SpliceLog.ADDED];
  }
}
