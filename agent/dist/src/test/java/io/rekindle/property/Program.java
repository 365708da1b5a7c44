package io.rekindle.property;

import io.rekindle.Checkpoint;
import io.rekindle.Restartable;
import io.rekindle.State;
import io.rekindle.property.oracle.GraphDump;
import java.util.ArrayList;
import java.util.List;

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

  Program(long seed) {
    this.seed = seed;
  }

  /** Changes a few things; the state before and after is what a restart may show. */
  @Checkpoint
  void step(RandomGraph random) {
    random.change(this, pool, COMMON);
    first = random.pick(pool, COMMON);
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
  }

  static void dumpCommonTo(GraphDump dump) {
    dump.root("common", COMMON);
    dump.root("rounds", rounds);
  }
}
