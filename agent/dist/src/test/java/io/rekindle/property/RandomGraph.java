package io.rekindle.property;

import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;

/** Draws objects and changes of them from a seed. */
final class RandomGraph {

  private static final int POOL_MAX = 10;
  private static final int COMMON_MAX = 20;
  private static final int CHANGES_MAX = 8;
  private static final int STEPS_MAX = 4;

  private final Random random;
  private final Values values;

  RandomGraph(long seed) {
    this.random = new Random(seed);
    this.values = new Values(random);
  }

  int steps() {
    return 1 + random.nextInt(STEPS_MAX);
  }

  Object pick(List<Object> pool, List<Object> common) {
    List<Object> from = random.nextInt(8) == 0 ? common : pool;
    return from.isEmpty() ? null : from.get(random.nextInt(from.size()));
  }

  /** Makes objects, and changes some of those in the pools. */
  void change(Object owner, List<Object> pool, List<Object> common) {
    see(owner, pool, common);
    int changes = 1 + random.nextInt(CHANGES_MAX);
    for (int i = 0; i < changes; i++) {
      Object made = random.nextInt(3) > 0 ? Makers.make(random, values) : null;
      if (made != null) {
        keep(made, pool, POOL_MAX);
        if (random.nextInt(10) == 0) {
          keep(made, common, COMMON_MAX);
        }
      }
      Object changed = pick(pool, common);
      if (changed != null) {
        Changes.change(changed, random, values);
      }
    }
  }

  /**
   * The same while other threads change the objects in {@code common}, which may be changed that
   * way; there are as many of them afterwards.
   */
  void changeBesideOthers(Object owner, List<Object> pool, List<Object> common) {
    see(owner, pool, common);
    int changes = 1 + random.nextInt(CHANGES_MAX);
    for (int i = 0; i < changes; i++) {
      if (pool.isEmpty() || random.nextInt(3) > 0) {
        keep(Makers.make(random, values), pool, POOL_MAX);
      }
      Changes.change(pick(pool, pool), random, values);
      try {
        Changes.change(pick(common, common), random, values);
      } catch (ConcurrentModificationException
          | NoSuchElementException
          | IndexOutOfBoundsException e) {
        // Another thread was faster.
      }
    }
  }

  void change(Object object) {
    Changes.change(object, random, values);
  }

  private void see(Object owner, List<Object> pool, List<Object> common) {
    List<Object> visible = new ArrayList<>(pool);
    visible.add(owner);
    for (int i = 0; i < 4; i++) {
      visible.add(pick(common, common));
    }
    values.choices(visible);
  }

  private void keep(Object made, List<Object> pool, int limit) {
    if (pool.size() < limit) {
      pool.add(made);
    } else {
      pool.set(random.nextInt(limit), made);
    }
  }
}
