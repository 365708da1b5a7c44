package io.rekindle.guarantees.apps.library;

/** Stands for a class of a library: the tests exclude this package from weaving. */
public final class Plain {

  private int number;
  private final long[] numbers = new long[2];

  /** Changes its fields. */
  public void change() {
    number++;
    numbers[1] += number;
  }

  @Override
  public String toString() {
    return number + "/" + numbers[1];
  }
}
