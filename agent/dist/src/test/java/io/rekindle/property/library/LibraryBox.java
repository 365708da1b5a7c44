package io.rekindle.property.library;

/** One element and the list that it is in. */
public final class LibraryBox<T> {

  private final T content;
  private final LibraryList<T> owner;
  private final String label;
  private final long[] marks;
  private int count;

  /** A box. */
  public LibraryBox(T content, LibraryList<T> owner) {
    this.content = content;
    this.owner = owner;
    this.label = "box";
    this.marks = new long[] {1, Long.MIN_VALUE};
  }

  /** Counts one more. */
  public void touch() {
    count++;
    marks[0] += count;
  }

  /** What is in it. */
  public T content() {
    return content;
  }

  /** The list. */
  public LibraryList<T> owner() {
    return owner;
  }

  @Override
  public String toString() {
    return label + count;
  }
}
