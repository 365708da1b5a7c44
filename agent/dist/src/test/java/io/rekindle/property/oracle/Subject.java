package io.rekindle.property.oracle;

/**
 * A random program as its driver sees it, which is loaded by another class loader than the program.
 */
public interface Subject {

  /**
   * Changes a few things that belong to {@code thread}, or to all of them.
   *
   * @param seed what is changed, and how
   * @param isSection whether in one {@code @Checkpoint} call, or outside any
   */
  void step(int thread, long seed, boolean isSection);

  /** Adds all that the program holds. */
  void dumpTo(GraphDump dump);
}
