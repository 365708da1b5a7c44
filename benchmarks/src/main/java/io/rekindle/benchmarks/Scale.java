package io.rekindle.benchmarks;

import java.util.Map;

/**
 * Makes a work smaller: {@code --scale 0.01} is a hundredth of its objects, operations and times,
 * but never less than what still runs through everything.
 */
final class Scale {

  /** What is scaled, and the least it comes to. */
  private static final Map<String, Long> LEAST =
      Map.of(
          "accounts", 1_000L,
          "operations", 200L,
          "warmup", 50L,
          "seconds", 1L,
          "kills", 2L,
          "pairs", 1L,
          "settle-ms", 200L,
          "spare-accounts", 1_000L,
          "tail", 10L);

  private Scale() {}

  /** {@code options} scaled by their {@code scale}; what they do not name stays unnamed. */
  static Options applied(Options options) {
    double factor = options.fraction("scale", 1);
    if (factor <= 0 || factor > 1) {
      throw new IllegalArgumentException("scale: found=" + factor + ", expected: above 0, up to 1");
    }
    Options scaled = options;
    for (Map.Entry<String, Long> entry : LEAST.entrySet()) {
      long full = options.number(entry.getKey(), -1);
      if (factor < 1 && full >= 0) {
        long least = Math.min(full, entry.getValue());
        scaled = scaled.with(entry.getKey(), Math.max(least, Math.round(full * factor)));
      }
    }
    return scaled;
  }
}
