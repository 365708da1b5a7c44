package io.rekindle.property;

import io.rekindle.Checkpoint;
import io.rekindle.Restartable;
import io.rekindle.State;
import io.rekindle.property.oracle.GraphDump;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

/** One random program: what it has made is in its pool, and some of it in the common one. */
@Restartable(key = "seed")
final class Program {

  @State static final List<Object> COMMON = new ArrayList<>();
  @State private static long rounds;

  private final long seed;
  @State private final List<Object> pool = new ArrayList<>();
  @State private Object first;
  @State private Shapes.Node second = new Shapes.Node(-1);
  @State private int round;
  @State private final Map<Object, Object> table = new HashMap<>();
  @State private final Shapes.NamedMap named = new Shapes.NamedMap(1);
  @State private List<Object> replaced = new ArrayList<>();

  Program(long seed) {
    this.seed = seed;
  }

  /** Changes a few things; the state before and after is what a restart may show. */
  @Checkpoint
  void step(RandomGraph random) {
    random.change(this, pool, COMMON);
    first = random.pick(pool, COMMON);
    random.change(table);
    random.change(named);
    if (round % 3 == 0) {
      replaced = new LinkedList<>(replaced);
    }
    random.change(replaced);
    round++;
    rounds++;
  }

  /** Changes a few things and does not come back. */
  @Checkpoint
  void stepAndDie(RandomGraph random) {
    random.change(this, pool, COMMON);
    pool.clear();
    Runtime.getRuntime().halt(9);
  }

  long seed() {
    return seed;
  }

  void dumpTo(GraphDump dump) {
    String name = "program[" + seed + "]";
    dump.root(name + ".pool", pool);
    dump.root(name + ".first", first);
    dump.root(name + ".second", second);
    dump.root(name + ".round", round);
    dump.root(name + ".table", table);
    dump.root(name + ".named", named);
    dump.root(name + ".replaced", replaced);
  }

  static void dumpCommonTo(GraphDump dump) {
    dump.root("common", COMMON);
    dump.root("rounds", rounds);
  }
}
