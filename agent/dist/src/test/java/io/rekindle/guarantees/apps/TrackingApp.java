package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import io.rekindle.guarantees.apps.library.Plain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** Holds objects whose changes are noticed in every way there is. */
public final class TrackingApp {

  static final class Item {
    final WeakHashMap<String, Integer> tags = new WeakHashMap<>();
  }

  @State private static final Map<Integer, Item> ITEMS = new HashMap<>();
  @State private static final Plain PLAIN = new Plain();
  @State private static final int[][] NESTED = {{1}, {2}, {3}};
  @State private static final List<String> FIXED = List.of("a", "b", "c");
  @State private static final Updated UPDATED = new Updated();

  private TrackingApp() {}

  @Checkpoint
  static void fill() {
    for (int i = ITEMS.size(); i < 1000; i++) {
      Item item = new Item();
      item.tags.put("tag", i);
      ITEMS.put(i, item);
    }
  }

  public static void main(String[] args) throws Exception {
    fill();
    System.out.println("state items=" + ITEMS.size() + " sum=" + (NESTED[0][0] + FIXED.size()));
    System.out.println("updates=" + UPDATED.next() + " " + PLAIN);
    System.in.read();
  }
}
