package io.rekindle.bootstrap.collections;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The ways to change a copy-on-write list. */
final class CopyOnWriteOperations {

  private CopyOnWriteOperations() {}

  static List<Operation<? super CopyOnWriteArrayList<Object>>> all() {
    List<Operation<? super CopyOnWriteArrayList<Object>>> all = new ArrayList<>();
    for (Operation<? super Collection<Object>> operation : CollectionOperations.all(true)) {
      all.add(operation);
    }
    all.addAll(ListOperations.all());
    all.add(new Operation<>("addIfAbsent", (l, r) -> l.addIfAbsent(Values.key(r, true))));
    all.add(new Operation<>("addAllAbsent", (l, r) -> l.addAllAbsent(Values.keys(r, true))));
    return all;
  }
}
