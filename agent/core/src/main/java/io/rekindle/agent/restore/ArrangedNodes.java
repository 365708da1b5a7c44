package io.rekindle.agent.restore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which hash tables and sorted collections are filled: one whose elements lead to
 * another such collection comes after it, since {@code hashCode} or {@code compareTo} of the
 * elements may look into it. A cycle has no such order; there the first one met goes last.
 */
final class ArrangedNodes {

  private final Map<Object, StoredNode> unfilled = new IdentityHashMap<>();
  private final List<Object> objects = new ArrayList<>();
  private final LiveGraph graph;
  private final Arranger arranger;

  /** Tells what an unfilled container will hold, and fills it. */
  interface Arranger {
    /** The nodes among the elements of a container that is still empty. */
    List<Object> elements(StoredNode node);

    /** Fills the container. */
    void fill(Object object, StoredNode node);
  }

  ArrangedNodes(LiveGraph graph, Arranger arranger) {
    this.graph = graph;
    this.arranger = arranger;
  }

  void add(Object object, StoredNode node) {
    unfilled.put(object, node);
    objects.add(object);
  }

  void fillAll() {
    for (Object object : objects) {
      if (unfilled.containsKey(object)) {
        fillWithDependencies(object);
      }
    }
  }

  /** Depth first, without recursion; a container is filled when all below it has been seen. */
  private void fillWithDependencies(Object first) {
    Set<Object> seen = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Object> stack = new ArrayDeque<>();
    stack.push(first);
    Set<Integer> expanded = new HashSet<>();
    while (!stack.isEmpty()) {
      Object object = stack.peek();
      StoredNode node = unfilled.get(object);
      if (node == null) {
        stack.pop();
        if (seen.add(object)) {
          pushUnseen(graph.references(object), seen, stack);
        }
      } else if (expanded.add(node.oid())) {
        seen.add(object);
        pushUnseen(arranger.elements(node), seen, stack);
      } else {
        stack.pop();
        unfilled.remove(object);
        arranger.fill(object, node);
      }
    }
  }

  private static void pushUnseen(List<Object> objects, Set<Object> seen, ArrayDeque<Object> stack) {
    for (Object object : objects) {
      if (!seen.contains(object)) {
        stack.push(object);
      }
    }
  }
}
