package io.rekindle.bootstrap.collections;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** The ways to change any collection. */
final class CollectionOperations {

  private CollectionOperations() {}

  static List<Operation<? super Collection<Object>>> all(boolean nulls) {
    List<Operation<? super Collection<Object>>> all = new ArrayList<>();
    add(all, "add", (c, r) -> c.add(Values.key(r, nulls)));
    add(all, "addAll", (c, r) -> c.addAll(Values.keys(r, nulls)));
    add(all, "remove", (c, r) -> c.remove(Values.key(r, nulls)));
    add(all, "removePresent", (c, r) -> c.remove(pick(c, r)));
    add(all, "removeAll", (c, r) -> c.removeAll(Values.keys(r, nulls)));
    add(all, "retainAll", (c, r) -> c.retainAll(Values.keys(r, nulls)));
    add(all, "retainAllThrowing", (c, r) -> c.retainAll(new Moody(r)));
    add(all, "removeIf", (c, r) -> c.removeIf(e -> r.nextBoolean()));
    add(all, "removeIfThrowing", (c, r) -> c.removeIf(e -> orFail(r)));
    add(all, "clear", (c, r) -> c.clear());
    add(
        all,
        "clearAndAdd",
        (c, r) -> {
          c.clear();
          c.add(Values.key(r, nulls));
        });
    add(all, "iterator.remove", (c, r) -> MapOperations.removeSome(c.iterator(), r));
    return all;
  }

  static boolean orFail(Random random) {
    if (random.nextInt(4) == 0) {
      MapOperations.fail();
    }
    return random.nextBoolean();
  }

  private static void add(
      List<Operation<? super Collection<Object>>> all,
      String name,
      Operation.Action<Collection<Object>> action) {
    all.add(new Operation<>(name, action));
  }

  static Object pick(Collection<Object> collection, Random random) {
    Iterator<Object> elements = collection.iterator();
    for (int i = random.nextInt(collection.size()); i > 0; i--) {
      elements.next();
    }
    return elements.next();
  }

  /** A collection that contains what it likes, or fails. */
  private static final class Moody extends ArrayList<Object> {
    private static final long serialVersionUID = 1;
    private final transient Random random;

    Moody(Random random) {
      this.random = random;
    }

    @Override
    public boolean contains(Object element) {
      return orFail(random);
    }
  }
}
