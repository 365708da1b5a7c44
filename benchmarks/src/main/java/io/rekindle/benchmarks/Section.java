package io.rekindle.benchmarks;

import java.util.Comparator;

/**
 * A piece of work at one size of the state: what one table of a report is about.
 *
 * @param work the work
 * @param accountCount how many objects the state has
 */
record Section(Work work, long accountCount) implements Comparable<Section> {

  private static final Comparator<Section> ORDER =
      Comparator.comparing(Section::work).thenComparingLong(Section::accountCount);

  @Override
  public int compareTo(Section other) {
    return ORDER.compare(this, other);
  }
}
