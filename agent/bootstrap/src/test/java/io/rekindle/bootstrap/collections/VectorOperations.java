package io.rekindle.bootstrap.collections;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Stack;
import java.util.Vector;

/** The ways to change a vector or a stack. */
final class VectorOperations {

  private VectorOperations() {}

  static <V extends Vector<Object>> List<Operation<? super V>> all() {
    List<Operation<? super V>> all = new ArrayList<>();
    for (Operation<? super Collection<Object>> operation : CollectionOperations.all(true)) {
      all.add(operation);
    }
    all.addAll(ListOperations.all());
    add(all, "addElement", (v, r) -> v.addElement(value(r)));
    add(all, "insertElementAt", (v, r) -> v.insertElementAt(value(r), r.nextInt(v.size() + 1)));
    add(all, "setElementAt", (v, r) -> v.setElementAt(value(r), r.nextInt(v.size())));
    add(all, "removeElementAt", (v, r) -> v.removeElementAt(r.nextInt(v.size())));
    add(all, "removeElement", (v, r) -> v.removeElement(value(r)));
    add(all, "removeAllElements", (v, r) -> v.removeAllElements());
    add(all, "setSize", (v, r) -> v.setSize(r.nextInt(20)));
    add(all, "trimToSize", (v, r) -> v.trimToSize());
    add(all, "ensureCapacity", (v, r) -> v.ensureCapacity(r.nextInt(40)));
    return all;
  }

  static List<Operation<? super Stack<Object>>> ofStacks() {
    List<Operation<? super Stack<Object>>> all =
        new ArrayList<>(VectorOperations.<Stack<Object>>all());
    all.add(new Operation<>("push", (s, r) -> s.push(value(r))));
    all.add(new Operation<>("pop", (s, r) -> s.pop()));
    return all;
  }

  private static <V extends Vector<Object>> void add(
      List<Operation<? super V>> all, String name, Operation.Action<Vector<Object>> action) {
    all.add(new Operation<Vector<Object>>(name, action));
  }

  private static Object value(Random random) {
    return Values.key(random, true);
  }
}
