package io.rekindle.bootstrap.collections;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The ways to change a set by its order, on JDKs that have them. */
final class SetOperations {

  private SetOperations() {}

  static List<Operation<? super Set<Object>>> sequenced() {
    List<Operation<? super Set<Object>>> all = new ArrayList<>();
    for (String name : List.of("addFirst", "addLast")) {
      add(all, name, (s, r) -> Reflected.call(s.getClass(), s, name, Values.key(r, true)));
    }
    for (String name : List.of("removeFirst", "removeLast")) {
      add(all, name, (s, r) -> Reflected.call(s.getClass(), s, name));
    }
    add(
        all,
        "reversed.iterator.remove",
        (s, r) -> {
          Object view = Reflected.call(s.getClass(), s, "reversed");
          if (view != null) {
            MapOperations.removeSome(((Collection<?>) view).iterator(), r);
          }
        });
    return all;
  }

  private static void add(
      List<Operation<? super Set<Object>>> all, String name, Operation.Action<Set<Object>> action) {
    all.add(new Operation<>(name, action));
  }
}
