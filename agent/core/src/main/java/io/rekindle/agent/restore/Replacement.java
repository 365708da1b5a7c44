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

  void run() {
    if (replacements.isEmpty()) {
      return;
    }
    LiveGraph graph = new LiveGraph(capture.handlers());
    for (int oid = 1; oid < objects.limit(); oid++) {
      Object object = objects.get(oid);
      if (object != null && !(object instanceof Class<?>) && refersToOld(graph, object)) {
        NodeHandler handler = (NodeHandler) capture.handlers().of(object.getClass());
        FieldReplay.rewrite(object, handler, capture.handlers(), replacements);
      }
    }
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
