package io.rekindle.guarantees.apps.stress;

import io.rekindle.Rekindle;
import io.rekindle.State;
import java.util.List;

/**
 * Threads outside any section that write faster than a capture can follow, while another one makes
 * commits: each of these has to come to an end while they go on.
 */
public final class RestlessWriters implements StressProgram {

  /** To compare that many references takes longer than a window of a capture. */
  private static final int SLOTS = 1 << 23;

  private static final int COMMITS = 10;

  static final class Item {
    long value;
  }

  @State private static final Item CELL = new Item();
  @State private static final Item[] SLOT_ITEMS = new Item[SLOTS];

  private volatile boolean isOver;

  @Override
  public void change(long seed, long durationMs) throws Exception {
    Team team = new Team();
    team.start(
        seed,
        random -> {
          while (!isOver) {
            CELL.value++;
          }
        });
    team.start(
        seed + 1,
        random -> {
          // Arrays have no barriers: they are compared, and each look finds new objects.
          for (int i = 0; !isOver; i++) {
            Item item = new Item();
            item.value = i;
            SLOT_ITEMS[i & 1023] = item;
          }
        });
    for (int i = 0; i < COMMITS; i++) {
      Rekindle.checkpoint();
    }
    isOver = true;
    team.join();
  }

  @Override
  public List<String> describe() {
    long sum = 0;
    for (Item item : SLOT_ITEMS) {
      sum = sum * 31 + (item == null ? 0 : item.value);
    }
    return List.of("cell=" + CELL.value, "slots=" + sum);
  }

  public static void main(String[] args) throws Exception {
    StressProgram.run(new RestlessWriters(), args);
  }
}
