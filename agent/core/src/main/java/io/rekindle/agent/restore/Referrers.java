package io.rekindle.agent.restore;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TypeHandlers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which restored objects refer to one that the application may come to replace by its own: a
 * holder, or a container of one. Found in one walk over all restored objects; a walk for each
 * holder would take for ever where there are many.
 *
 * <p>What the application itself writes between two claims is not looked at again: it can be about
 * such an object only if it took that out of restored state before its holder existed.
 */
final class Referrers {

  private final LiveGraph graph;
  private final Map<Object, List<Object>> referrers = new IdentityHashMap<>();

  /** Oids of objects that can't be given other references and lead to one of the above. */
  private final Map<Object, Integer> late = new IdentityHashMap<>();

  /**
   * Walks all objects once, and those that can't be rewritten a few times more.
   *
   * @param replaceable oids of holders and of what they refer to; some may have no object
   */
  Referrers(TypeHandlers handlers, ObjectTable objects, Collection<Integer> replaceable) {
    this.graph = new LiveGraph(handlers);
    for (int oid : replaceable) {
      Object object = objects.get(oid);
      if (object != null) {
        referrers.put(object, List.of());
      }
    }
    Map<Object, Integer> candidates = new IdentityHashMap<>();
    for (int oid = 1; oid < objects.limit(); oid++) {
      Object object = objects.get(oid);
      if (object != null && handler(object).allocatesLate()) {
        candidates.put(object, oid);
      }
    }
    addLate(candidates);
    for (int oid = 1; oid < objects.limit(); oid++) {
      Object object = objects.get(oid);
      if (object != null) {
        note(object);
      }
    }
  }

  /** To remake one of them makes it replaceable in turn. */
  private void addLate(Map<Object, Integer> candidates) {
    boolean found = !candidates.isEmpty();
    while (found) {
      found = false;
      for (Map.Entry<Object, Integer> candidate : candidates.entrySet()) {
        Object object = candidate.getKey();
        if (!late.containsKey(object) && leadsToReplaceable(object)) {
          late.put(object, candidate.getValue());
          referrers.putIfAbsent(object, List.of());
          found = true;
        }
      }
    }
  }

  private boolean leadsToReplaceable(Object object) {
    for (Object reference : graph.references(object)) {
      if (referrers.containsKey(reference)) {
        return true;
      }
    }
    return false;
  }

  /** The references of {@code object}, a node or a class with static state, are as they are now. */
  void note(Object object) {
    for (Object reference : graph.references(object)) {
      List<Object> known = referrers.get(reference);
      if (known == null) {
        continue;
      }
      if (known.isEmpty()) {
        known = new ArrayList<>(1);
        referrers.put(reference, known);
      }
      known.add(object);
    }
  }

  /** The objects that referred to {@code old} when they were noted. */
  List<Object> of(Object old) {
    return referrers.getOrDefault(old, List.of());
  }

  /** The oid of an object that has to be made anew to refer to something else. */
  int lateOid(Object object) {
    return late.get(object);
  }

  /** An object was made anew, and may have to be once more. */
  void remade(Object made, int oid) {
    late.put(made, oid);
    referrers.putIfAbsent(made, List.of());
    note(made);
  }

  /** {@code old} is out of use; what referred to it refers to {@code replacement} now. */
  void replaced(Object old, Object replacement) {
    List<Object> moved = referrers.remove(old);
    List<Object> all = new ArrayList<>(of(replacement));
    all.addAll(moved == null ? List.of() : moved);
    referrers.put(replacement, all);
    late.remove(old);
  }

  NodeHandler handler(Object object) {
    return graph.handler(object);
  }
}
