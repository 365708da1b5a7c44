package io.rekindle.guarantees.apps.stress;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A large graph that is attached to the state by one section and captured in several windows, while
 * other threads change it: in sections, and outside with the same locks or none.
 */
public final class LargeGraph implements StressProgram {

  private static final int ENTRIES = 50_000;

  /** A few less than those for which a hash table of the JDK gets twice as many buckets. */
  private static final int ENTRIES_BEFORE_GROWTH = 49_100;

  static final class Item {
    int outside;
    int inside;
    Item next;
  }

  static final class Graph {
    final Map<Integer, Item> plain = new HashMap<>();
    final Map<Integer, Item> growing = new HashMap<>();
    final ConcurrentHashMap<Integer, Item> shared = new ConcurrentHashMap<>();
    final TreeMap<Integer, Item> sorted = new TreeMap<>();
    final List<Item> list = new ArrayList<>();
  }

  @State private static final List<Graph> GRAPHS = new ArrayList<>();
  @State private static int steps;

  private volatile Graph graph = make();

  private static Graph make() {
    Graph graph = new Graph();
    for (int i = 0; i < ENTRIES; i++) {
      graph.plain.put(i, new Item());
      graph.shared.put(i, new Item());
      graph.sorted.put(i, new Item());
      graph.list.add(new Item());
    }
    for (int i = 0; i < ENTRIES_BEFORE_GROWTH; i++) {
      graph.growing.put(i, new Item());
    }
    return graph;
  }

  @Checkpoint
  void attach() {
    GRAPHS.add(graph);
  }

  @Checkpoint
  void section(SplittableRandom random) {
    Graph g = graph;
    synchronized (g) {
      steps++;
      changeContainers(g, random);
      g.growing.put(random.nextInt(2 * ENTRIES), new Item());
      g.list.get(random.nextInt(g.list.size())).inside++;
    }
  }

  private void outside(SplittableRandom random) {
    Graph g = graph;
    synchronized (g) {
      changeContainers(g, random);
    }
    g.shared.put(random.nextInt(ENTRIES), new Item());
    Item item = g.shared.get(random.nextInt(ENTRIES));
    if (item != null) {
      item.outside = random.nextInt();
    }
  }

  private static void changeContainers(Graph g, SplittableRandom random) {
    Item item = new Item();
    item.next = g.list.get(random.nextInt(g.list.size()));
    switch (random.nextInt(6)) {
      case 0 -> g.plain.put(random.nextInt(ENTRIES), item);
      case 1 -> g.plain.remove(random.nextInt(ENTRIES));
      case 2 -> g.sorted.put(random.nextInt(2 * ENTRIES), item);
      case 3 -> g.list.add(random.nextInt(g.list.size() + 1), item);
      case 4 -> g.list.remove(random.nextInt(g.list.size()));
      default -> g.list.set(random.nextInt(g.list.size()), item);
    }
  }

  @Override
  public void change(long seed, long durationMs) throws Exception {
    long endNs = System.nanoTime() + durationMs * 1_000_000;
    Team team = new Team();
    for (int i = 0; i < 3; i++) {
      boolean isOutside = i == 0;
      team.start(
          seed * 4 + i,
          random -> {
            while (System.nanoTime() - endNs < 0) {
              if (isOutside) {
                outside(random);
              } else {
                section(random);
              }
            }
          });
    }
    attach();
    team.join();
    System.out.println("steps=" + steps);
  }

  @Override
  public List<String> describe() {
    Graph g = GRAPHS.get(0);
    List<String> lines = new ArrayList<>();
    lines.add("steps=" + steps);
    g.plain.forEach((key, item) -> lines.add("plain " + key + describe(item)));
    g.growing.forEach((key, item) -> lines.add("growing " + key + describe(item)));
    g.shared.forEach((key, item) -> lines.add("shared " + key + describe(item)));
    g.sorted.forEach((key, item) -> lines.add("sorted " + key + describe(item)));
    g.list.forEach(item -> lines.add("list" + describe(item)));
    return lines;
  }

  private static String describe(Item item) {
    Item next = item.next;
    return " " + item.outside + "/" + item.inside + (next == null ? "" : " -> " + next.inside);
  }

  public static void main(String[] args) throws Exception {
    StressProgram.run(new LargeGraph(), args);
  }
}
