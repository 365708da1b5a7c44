package io.rekindle.bootstrap.collections;

/** Initial capacities of hash tables. */
final class Capacities {

  private static final int MAX = 1 << 30;

  private Capacities() {}

  /** A capacity that takes {@code size} entries without growing. */
  static int of(int size, float loadFactor) {
    double capacity = Math.ceil(size / (double) loadFactor);
    return capacity < MAX ? (int) capacity : MAX;
  }
}
