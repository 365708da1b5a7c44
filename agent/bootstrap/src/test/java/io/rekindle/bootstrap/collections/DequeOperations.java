package io.rekindle.bootstrap.collections;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** The further ways to change a deque, its reversed view included. */
final class DequeOperations {

  private DequeOperations() {}

  /** Gives another deque that shows the same elements. */
  interface View {
    Deque<Object> of(Deque<Object> deque) throws Throwable;
  }

  static List<Operation<? super Deque<Object>>> all() {
    List<Operation<? super Deque<Object>>> all = new ArrayList<>();
    add(all, "", deque -> deque);
    add(all, "reversed.", DequeOperations::reversed);
    add(
        all,
        "iterator.removeAfterChange",
        (d, r) -> {
          var iterator = d.iterator();
          iterator.next();
          if (d.size() > 1) {
            // Otherwise the JDK's own deque would be broken.
            d.pollLast();
          }
          iterator.remove();
        });
    return all;
  }

  private static void add(List<Operation<? super Deque<Object>>> all, String prefix, View view) {
    add(all, prefix + "addFirst", (d, r) -> view.of(d).addFirst(Values.key(r, false)));
    add(all, prefix + "addLast", (d, r) -> view.of(d).addLast(Values.key(r, false)));
    add(all, prefix + "offer", (d, r) -> view.of(d).offer(Values.key(r, false)));
    add(all, prefix + "offerFirst", (d, r) -> view.of(d).offerFirst(Values.key(r, false)));
    add(all, prefix + "offerLast", (d, r) -> view.of(d).offerLast(Values.key(r, false)));
    add(all, prefix + "push", (d, r) -> view.of(d).push(Values.key(r, false)));
    add(all, prefix + "pop", (d, r) -> view.of(d).pop());
    add(all, prefix + "poll", (d, r) -> view.of(d).poll());
    add(all, prefix + "pollFirst", (d, r) -> view.of(d).pollFirst());
    add(all, prefix + "pollLast", (d, r) -> view.of(d).pollLast());
    add(all, prefix + "remove()", (d, r) -> view.of(d).remove());
    add(all, prefix + "removeFirst", (d, r) -> view.of(d).removeFirst());
    add(all, prefix + "removeLast", (d, r) -> view.of(d).removeLast());
    add(
        all,
        prefix + "removeFirstOccurrence",
        (d, r) -> view.of(d).removeFirstOccurrence(CollectionOperations.pick(d, r)));
    add(
        all,
        prefix + "removeLastOccurrence",
        (d, r) -> view.of(d).removeLastOccurrence(CollectionOperations.pick(d, r)));
    add(
        all,
        prefix + "descendingIterator.remove",
        (d, r) -> MapOperations.removeSome(view.of(d).descendingIterator(), r));
    add(all, prefix + "removeIf", (d, r) -> view.of(d).removeIf(e -> r.nextBoolean()));
    add(all, prefix + "addAll", (d, r) -> view.of(d).addAll(Values.keys(r, false)));
    add(all, prefix + "clear", (d, r) -> view.of(d).clear());
    add(
        all,
        prefix + "iterator.forEachRemaining.remove",
        (d, r) -> {
          var iterator = view.of(d).iterator();
          iterator.forEachRemaining(e -> {});
          iterator.remove();
        });
  }

  @SuppressWarnings("unchecked")
  private static Deque<Object> reversed(Deque<Object> deque) throws Throwable {
    Object reversed = Reflected.call(Deque.class, deque, "reversed");
    return reversed == null ? deque : (Deque<Object>) reversed;
  }

  private static void add(
      List<Operation<? super Deque<Object>>> all,
      String name,
      Operation.Action<Deque<Object>> action) {
    all.add(new Operation<>(name, action));
  }

  /** Those of lists and of deques. */
  static List<Operation<? super java.util.LinkedList<Object>>> ofLinkedLists() {
    List<Operation<? super java.util.LinkedList<Object>>> all = new ArrayList<>();
    for (Operation<? super Collection<Object>> operation : CollectionOperations.all(true)) {
      all.add(operation);
    }
    all.addAll(ListOperations.all());
    all.addAll(all());
    return all;
  }
}
