package io.rekindle.codec.testkit;

import java.util.Random;

/** Seeds of randomised tests: printed, and repeated by {@code -Drekindle.seed=N}. */
public final class Seeds {
  private Seeds() {}

  /** True if there is time for a long run. */
  public static boolean soak() {
    return Boolean.getBoolean("rekindle.soak");
  }

  /** A seed for {@code test}, printed. */
  public static long next(String test) {
    Long given = Long.getLong("rekindle.seed");
    long seed = given == null ? new Random().nextInt() & 0x7FFF_FFFFL : given;
    System.err.println(test + ": -Drekindle.seed=" + seed);
    return seed;
  }
}
