package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** State whose fields another class writes past the barriers. */
public final class Passed {

  /** One object of the state. */
  public static final class Item {
    public volatile int value;
    Item next;
  }

  @State static Item item;
  @State static Late late;
  @State static Map<Integer, Item> many;
  @State static List<Integer> numbers;

  private Passed() {}

  @Checkpoint
  static void begin() {
    if (item != null) {
      return;
    }
    item = new Item();
    many = new HashMap<>();
    numbers = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      many.put(i, new Item());
      numbers.add(i);
    }
  }

  @Checkpoint
  static void adopt(Late object) {
    late = object;
  }

  static String describe() {
    long sum = 0;
    for (Item other : many.values()) {
      sum += other.value;
    }
    return item.value
        + " "
        + (late == null ? -1 : late.value())
        + " "
        + sum
        + " "
        + numbers.size()
        + " "
        + (item.next == null ? -1 : item.next.value);
  }
}
