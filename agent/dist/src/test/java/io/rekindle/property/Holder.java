package io.rekindle.property;

import io.rekindle.Checkpoint;
import io.rekindle.Restartable;
import io.rekindle.State;

/** Holds one object of one type. */
@Restartable(key = "name")
final class Holder {

  private final String name;
  @State Object value;
  @State Object again;

  Holder(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  @Checkpoint
  void hold(Object object) {
    value = object;
    again = object;
  }

  @Checkpoint
  void run(Runnable step) {
    step.run();
  }
}
