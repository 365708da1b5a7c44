package io.rekindle.benchmarks.application;

import io.rekindle.Checkpoint;
import io.rekindle.State;

/** A shop that comes back. */
public final class CapturedShop {

  @State private static Shop shop;

  private CapturedShop() {}

  /** Replaces the shop. */
  public static void open(int customerCount) {
    shop = new Shop(customerCount);
  }

  /** One step of business, whole or not at all. */
  @Checkpoint
  public static long step() {
    return shop.step();
  }
}
