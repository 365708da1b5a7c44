package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;

/** Holds its name until stdin ends. */
public final class HoldApp {

  @State private static int starts;

  private HoldApp() {}

  @Checkpoint
  static void started() {
    starts++;
  }

  public static void main(String[] args) throws Exception {
    started();
    System.out.println("state starts=" + starts);
    System.in.read();
  }
}
