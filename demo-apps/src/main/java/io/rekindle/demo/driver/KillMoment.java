package io.rekindle.demo.driver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * When to kill: a delay after the application has acknowledged so many steps in all, and at least
 * one in its current JVM. Immutable.
 *
 * @param position the number of acknowledged steps
 * @param delayNs the time from then to the kill
 */
public record KillMoment(long position, long delayNs) {

  /** The last kill leaves this part of the steps, so that it isn't overtaken by the end. */
  private static final double LAST_PART = 0.9;

  /** Between two kills there is this part of the steps at least. */
  private static final double GAP_PART = 0.01;

  /** Long enough for the kill to hit any moment of a step, its commit included. */
  private static final long STEP_NS_MAX = TimeUnit.MICROSECONDS.toNanos(500);

  private static final long RUN_MS_MIN = 200;
  private static final long RUN_MS_MAX = 800;

  /** Draws moments from the positions of a job with {@code steps} steps, in ascending order. */
  public static List<KillMoment> atPositions(int count, long steps, Random random) {
    long gap = (long) (steps * GAP_PART);
    long range = Math.max(1, (long) (steps * LAST_PART) - gap * count);
    long[] positions = new long[count];
    for (int i = 0; i < count; i++) {
      positions[i] = 1 + (long) (random.nextDouble() * range);
    }
    Arrays.sort(positions);
    List<KillMoment> moments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long delayNs = (long) (random.nextDouble() * STEP_NS_MAX);
      moments.add(new KillMoment(positions[i] + gap * i, delayNs));
    }
    return moments;
  }

  /** Draws moments for an application without a known number of steps: a while after each start. */
  public static List<KillMoment> afterDelays(int count, Random random) {
    List<KillMoment> moments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double delayMs = RUN_MS_MIN + random.nextDouble() * (RUN_MS_MAX - RUN_MS_MIN);
      moments.add(new KillMoment(0, (long) (delayMs * TimeUnit.MILLISECONDS.toNanos(1))));
    }
    return moments;
  }
}
