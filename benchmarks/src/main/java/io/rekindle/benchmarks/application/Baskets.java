package io.rekindle.benchmarks.application;

import io.rekindle.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Many objects that hold a small list each. */
public final class Baskets {

  /** How many items each basket holds. */
  public static final int ITEM_COUNT = 3;

  @State private static Map<Long, Basket> baskets = new HashMap<>();

  private Baskets() {}

  /** Makes {@code basketCount} baskets. */
  public static void load(int basketCount) {
    for (long id = 0; id < basketCount; id++) {
      baskets.put(id, new Basket(id));
    }
  }

  /** Counts the items in all baskets. */
  public static long itemCount() {
    return baskets.values().stream().mapToLong(basket -> basket.items.size()).sum();
  }

  private static final class Basket {

    private final List<Long> items = new ArrayList<>(ITEM_COUNT);

    Basket(long id) {
      for (int i = 0; i < ITEM_COUNT; i++) {
        items.add(id + i);
      }
    }
  }
}
