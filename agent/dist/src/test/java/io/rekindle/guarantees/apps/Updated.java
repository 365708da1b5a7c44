package io.rekindle.guarantees.apps;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** Writes its own field past the barrier, and the agent knows. */
final class Updated {

  private static final AtomicIntegerFieldUpdater<Updated> COUNT =
      AtomicIntegerFieldUpdater.newUpdater(Updated.class, "count");

  private volatile int count;

  int next() {
    return COUNT.incrementAndGet(this);
  }
}
