package io.rekindle.bootstrap.collections;

import java.util.Random;

/** One way to change a container, with arguments drawn from the random numbers. */
record Operation<C>(String name, Action<C> action) {

  /** What to do. May throw: an operation that fails must leave the log right as well. */
  interface Action<C> {
    void run(C container, Random random) throws Throwable;
  }

  @Override
  public String toString() {
    return name;
  }
}
