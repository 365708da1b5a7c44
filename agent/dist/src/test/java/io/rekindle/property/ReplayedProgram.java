package io.rekindle.property;

import io.rekindle.Checkpoint;
import io.rekindle.Restartable;
import io.rekindle.State;
import io.rekindle.property.oracle.GraphDump;
import io.rekindle.property.oracle.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A random program of some threads: each has objects of its own, and there are some for all. */
public final class ReplayedProgram implements Subject {

  /** Those that threads may change together, without a lock of the application's. */
  private static final List<String> FOR_THREADS =
      List.of(
          "Vector",
          "Stack",
          "Hashtable",
          "CopyOnWriteArrayList",
          "CopyOnWriteArraySet",
          "newKeySet",
          "ConcurrentHashMap",
          "ConcurrentHashMap of capacity",
          "ConcurrentSkipListMap",
          "ConcurrentSkipListMap by comparator",
          "ConcurrentSkipListSet",
          "ConcurrentSkipListSet by comparator",
          "ConcurrentLinkedQueue",
          "ConcurrentLinkedDeque",
          "LinkedBlockingQueue",
          "LinkedBlockingDeque",
          "LinkedTransferQueue",
          "PriorityBlockingQueue",
          "AtomicBoolean",
          "AtomicInteger",
          "AtomicLong",
          "AtomicReference",
          "AtomicIntegerArray",
          "AtomicReferenceArray",
          "AtomicStampedReference",
          "LongAdder");

  private final Shared shared = new Shared();
  private final List<Part> parts = new ArrayList<>();

  /**
   * A new program, or the one that is stored.
   *
   * @param seed what a new one begins with
   * @param isNew false if the engine restores what it holds
   */
  public ReplayedProgram(int threads, long seed, boolean isNew) {
    for (int i = 0; i < threads; i++) {
      parts.add(new Part(i, shared, threads > 1));
    }
    if (isNew && threads > 1) {
      shared.fill(new Random(seed));
    }
  }

  @Override
  public void step(int thread, long seed, boolean isSection) {
    Part part = parts.get(thread);
    RandomGraph random = new RandomGraph(seed);
    if (isSection) {
      part.changeInSection(random);
    } else {
      part.change(random);
    }
  }

  @Override
  public void dumpTo(GraphDump dump) {
    dump.root("shared", shared.all);
    for (Part part : parts) {
      part.dumpTo(dump);
    }
  }

  /** What all threads change. */
  @Restartable(key = "key")
  private static final class Shared {

    private final String key = "all";
    @State private final List<Object> all = new ArrayList<>();

    @Checkpoint
    void fill(Random random) {
      Values values = new Values(random);
      values.choices(List.of(this));
      for (String name : FOR_THREADS) {
        all.add(Makers.all().get(name).apply(values));
      }
    }
  }

  /** What one thread changes. */
  @Restartable(key = "index")
  private static final class Part {

    private final int index;
    private final Shared shared;
    private final boolean hasOthers;
    @State private final List<Object> pool = new ArrayList<>();
    @State private Object first;
    @State private Shapes.Node second = new Shapes.Node(-1);
    @State private int round;
    @State private final Map<Object, Object> table = new HashMap<>();
    @State private final Shapes.NamedMap named = new Shapes.NamedMap(1);
    @State private List<Object> replaced = new ArrayList<>();

    Part(int index, Shared shared, boolean hasOthers) {
      this.index = index;
      this.shared = shared;
      this.hasOthers = hasOthers;
    }

    @Checkpoint
    void changeInSection(RandomGraph random) {
      change(random);
    }

    void change(RandomGraph random) {
      if (hasOthers) {
        random.changeBesideOthers(this, pool, shared.all);
      } else {
        random.change(this, pool, shared.all);
      }
      first = random.pick(pool, shared.all);
      second.left = first;
      second.whole++;
      random.change(table);
      random.change(named);
      if (round % 3 == 0) {
        replaced = new LinkedList<>(replaced);
      }
      random.change(replaced);
      round++;
    }

    void dumpTo(GraphDump dump) {
      String name = "part[" + index + "]";
      dump.root(name + ".pool", pool);
      dump.root(name + ".first", first);
      dump.root(name + ".second", second);
      dump.root(name + ".round", round);
      dump.root(name + ".table", table);
      dump.root(name + ".named", named);
      dump.root(name + ".replaced", replaced);
    }
  }
}
