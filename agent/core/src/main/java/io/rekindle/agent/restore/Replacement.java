package io.rekindle.agent.restore;

import io.rekindle.agent.capture.Capture;
import io.rekindle.agent.types.NodeHandler;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Makes all restored objects refer to what the application made itself instead of what was restored
 * in its place. Walks every restored object once; needed only where a later root claims a container
 * or a holder that an earlier one already shares.
 */
final class Replacement {

  private final Capture capture;
  private final ObjectTable objects;
  private final Map<Object, Object> replacements = new IdentityHashMap<>();

  Replacement(Capture capture, ObjectTable objects) {
    this.capture = capture;
    this.objects = objects;
  }

  void add(Object old, Object replacement) {
    replacements.put(old, replacement);
  }

  Map<Object, Object> replacements() {
    return replacements;
  }

  void run() {
    if (replacements.isEmpty()) {
      return;
    }
    LiveGraph graph = new LiveGraph(capture.handlers());
    remakeLate(graph);
    for (int oid = 1; oid < objects.limit(); oid++) {
      Object object = objects.get(oid);
      if (object != null && !(object instanceof Class<?>) && refersToOld(graph, object)) {
        FieldReplay.rewrite(object, handler(object), capture.handlers(), replacements);
      }
    }
  }

  /** What can't be rewritten is made anew, which makes it an old object in turn. */
  private void remakeLate(LiveGraph graph) {
    boolean found = true;
    while (found) {
      found = false;
      for (int oid = 1; oid < objects.limit(); oid++) {
        Object object = objects.get(oid);
        if (object == null || object instanceof Class<?> || !handler(object).allocatesLate()) {
          continue;
        }
        if (refersToOld(graph, object)) {
          NodeHandler handler = handler(object);
          Object made = FieldReplay.remake(object, handler, capture.handlers(), replacements);
          replacements.put(object, made);
          objects.set(oid, made);
          capture.replaced(object, made, oid, handler);
          found = true;
        }
      }
    }
  }

  private NodeHandler handler(Object object) {
    return (NodeHandler) capture.handlers().of(object.getClass());
  }

  private boolean refersToOld(LiveGraph graph, Object object) {
    for (Object reference : graph.references(object)) {
      if (replacements.containsKey(reference)) {
        return true;
      }
    }
    return false;
  }
}
