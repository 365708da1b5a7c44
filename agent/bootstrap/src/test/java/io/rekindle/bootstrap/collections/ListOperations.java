package io.rekindle.bootstrap.collections;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import java.util.Random;

/** The further ways to change a list, sub lists and reversed views included. */
final class ListOperations {

  /** By text, but for what tells equal keys apart: that differs from run to run. */
  private static final Comparator<Object> ORDER =
      Comparator.comparing(element -> String.valueOf(element).replaceFirst("@.*", ""));

  private ListOperations() {}

  static List<Operation<? super List<Object>>> all() {
    List<Operation<? super List<Object>>> all = new ArrayList<>(direct("", list -> list));
    all.addAll(direct("reversed.", ListOperations::reversed));
    for (Operation<? super List<Object>> operation : direct("", list -> list)) {
      add(all, "subList." + operation, (l, r) -> operation.action().run(part(l, r), r));
      add(
          all,
          "subList.subList." + operation,
          (l, r) -> operation.action().run(part(part(l, r), r), r));
    }
    add(all, "subList.remove", (l, r) -> part(l, r).remove(Values.key(r, true)));
    add(all, "subList.clear", (l, r) -> part(l, r).clear());
    add(all, "subList.removeIf", (l, r) -> part(l, r).removeIf(e -> r.nextBoolean()));
    add(
        all,
        "subList.removeIfThrowing",
        (l, r) -> part(l, r).removeIf(e -> CollectionOperations.orFail(r)));
    add(all, "subList.removeAll", (l, r) -> part(l, r).removeAll(Values.keys(r, true)));
    add(all, "subList.retainAll", (l, r) -> part(l, r).retainAll(Values.keys(r, true)));
    add(all, "subList.add", (l, r) -> part(l, r).add("new"));
    add(all, "subList.addAll", (l, r) -> part(l, r).addAll(Values.keys(r, true)));
    add(
        all,
        "subList.iterator.remove",
        (l, r) -> MapOperations.removeSome(part(l, r).iterator(), r));
    add(
        all,
        "replaceAllEditing",
        (l, r) ->
            l.replaceAll(
                e -> {
                  if (r.nextInt(4) == 0) {
                    l.add("more");
                  }
                  return "replaced" + r.nextInt(9);
                }));
    add(
        all,
        "sortEditing",
        (l, r) ->
            l.sort(
                (a, b) -> {
                  l.set(0, "first");
                  return ORDER.compare(a, b);
                }));
    return all;
  }

  /** Gives another list that shows the same elements. */
  interface View {
    List<Object> of(List<Object> list) throws Throwable;
  }

  private static List<Operation<? super List<Object>>> direct(String prefix, View view) {
    List<Operation<? super List<Object>>> all = new ArrayList<>();
    add(all, prefix + "set", (l, r) -> view.of(l).set(r.nextInt(l.size()), value(r)));
    add(all, prefix + "setOutside", (l, r) -> view.of(l).set(l.size(), value(r)));
    add(all, prefix + "addAt", (l, r) -> view.of(l).add(r.nextInt(l.size() + 1), value(r)));
    add(
        all,
        prefix + "addAllAt",
        (l, r) -> view.of(l).addAll(r.nextInt(l.size() + 1), Values.keys(r, true)));
    add(all, prefix + "removeAt", (l, r) -> view.of(l).remove(r.nextInt(l.size())));
    add(all, prefix + "sort", (l, r) -> view.of(l).sort(ORDER));
    add(
        all,
        prefix + "sortThrowing",
        (l, r) -> view.of(l).sort((a, b) -> CollectionOperations.orFail(r) ? -1 : 1));
    add(all, prefix + "shuffle", (l, r) -> Collections.shuffle(view.of(l), r));
    add(
        all,
        prefix + "replaceAll",
        (l, r) -> view.of(l).replaceAll(e -> r.nextBoolean() ? e : value(r)));
    add(
        all,
        prefix + "replaceAllThrowing",
        (l, r) -> view.of(l).replaceAll(e -> CollectionOperations.orFail(r) ? e : value(r)));
    add(all, prefix + "listIterator", (l, r) -> edit(view.of(l).listIterator(), r));
    add(
        all,
        prefix + "listIteratorAt",
        (l, r) -> edit(view.of(l).listIterator(r.nextInt(l.size() + 1)), r));
    for (String name : List.of("addFirst", "addLast")) {
      add(all, prefix + name, (l, r) -> Reflected.call(List.class, view.of(l), name, value(r)));
    }
    for (String name : List.of("removeFirst", "removeLast")) {
      add(all, prefix + name, (l, r) -> Reflected.call(List.class, view.of(l), name));
    }
    return all;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> reversed(List<Object> list) throws Throwable {
    Object reversed = Reflected.call(List.class, list, "reversed");
    return reversed == null ? list : (List<Object>) reversed;
  }

  private static List<Object> part(List<Object> list, Random random) {
    int from = random.nextInt(list.size() + 1);
    return list.subList(from, from + random.nextInt(list.size() - from + 1));
  }

  private static void edit(ListIterator<Object> iterator, Random random) {
    for (int step = 0; step < 12; step++) {
      switch (random.nextInt(5)) {
        case 0 -> iterator.add(value(random));
        case 1 -> moveAnd(iterator, iterator::remove);
        case 2 -> moveAnd(iterator, () -> iterator.set(value(random)));
        case 3 -> {
          if (iterator.hasPrevious()) {
            iterator.previous();
          }
        }
        default -> {
          if (iterator.hasNext()) {
            iterator.next();
          }
        }
      }
    }
  }

  private static void moveAnd(ListIterator<Object> iterator, Runnable change) {
    if (iterator.hasNext()) {
      iterator.next();
      change.run();
    }
  }

  private static void add(
      List<Operation<? super List<Object>>> all,
      String name,
      Operation.Action<List<Object>> action) {
    all.add(new Operation<>(name, action));
  }

  private static Object value(Random random) {
    return Values.key(random, false);
  }
}
