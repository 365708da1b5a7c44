package io.rekindle.guarantees.apps.stress;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A section that lasts until another thread has committed a large graph, in many windows. */
public final class LongSection implements StressProgram {

  private static final int ENTRIES = 200_000;
  private static final int WAIT_S = 100;

  static final class Item {
    int value;
  }

  @State private static final Map<Integer, Item> ITEMS = new HashMap<>();
  @State private static int waited;

  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch attached = new CountDownLatch(1);

  @Checkpoint
  void waitForTheOther() throws InterruptedException {
    waited = 1;
    inside.countDown();
    if (!attached.await(WAIT_S, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the other thread's commit does not end");
    }
    waited = 2;
  }

  @Checkpoint
  void attach(Map<Integer, Item> items) {
    ITEMS.putAll(items);
  }

  @Override
  public void change(long seed, long durationMs) throws Exception {
    Map<Integer, Item> items = new HashMap<>();
    for (int i = 0; i < ENTRIES; i++) {
      items.put(i, new Item());
    }
    Team team = new Team();
    team.start(seed, random -> waitForTheOther());
    inside.await();
    attach(items);
    attached.countDown();
    team.join();
  }

  @Override
  public List<String> describe() {
    return List.of("items=" + ITEMS.size(), "waited=" + waited);
  }

  public static void main(String[] args) throws Exception {
    StressProgram.run(new LongSection(), args);
  }
}
