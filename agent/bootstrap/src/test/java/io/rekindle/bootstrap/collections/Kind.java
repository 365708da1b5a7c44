package io.rekindle.bootstrap.collections;

import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A tracked type under test.
 *
 * @param ordered whether the order of its elements is part of the state
 * @param entry puts one random element in
 * @param operations all ways to change it
 */
record Kind<C>(
    String name,
    Supplier<C> empty,
    boolean ordered,
    BiConsumer<C, Random> entry,
    List<Operation<? super C>> operations) {

  private static final int ELEMENT_COUNT_MAX = 14;

  /** A container with a few elements. */
  C fill(Random random) {
    return fill(empty.get(), random);
  }

  /** Puts a few elements in; the same for the same random numbers. */
  C fill(C container, Random random) {
    for (int i = random.nextInt(ELEMENT_COUNT_MAX); i > 0; i--) {
      entry.accept(container, random);
    }
    return container;
  }

  /** Runs each operation once per seed; returns the first failure, or null. */
  String check(long seed, int runCount) {
    for (Operation<? super C> operation : operations) {
      for (int run = 0; run < runCount; run++) {
        String failure = Replay.check(this, operation, seed + run);
        if (failure != null) {
          return failure;
        }
      }
    }
    return null;
  }

  /** Runs a random program with captures in between; returns the first failure, or null. */
  String checkProgram(long seed, int stepCount) {
    Random random = new Random(seed);
    C container = fill(random);
    Replay replay = new Replay(this, (TrackedContainer) container);
    StringBuilder program = new StringBuilder();
    for (int step = 0; step < stepCount; step++) {
      Operation<? super C> operation = operations.get(random.nextInt(operations.size()));
      program.append(' ').append(operation);
      Replay.run(operation, container, random);
      if (random.nextInt(5) == 0) {
        String failure = capture(replay);
        if (failure != null) {
          return name + " seed " + seed + ":" + program + ": " + failure;
        }
        program.setLength(0);
      }
    }
    return null;
  }

  private static String capture(Replay replay) {
    try {
      return replay.capture();
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
