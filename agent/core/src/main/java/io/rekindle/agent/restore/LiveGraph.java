package io.rekindle.agent.restore;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.ReferenceWalk;
import io.rekindle.agent.types.TypeHandler;
import io.rekindle.agent.types.TypeHandlers;
import java.util.ArrayList;
import java.util.List;

/** Asks live objects what they refer to. */
final class LiveGraph {

  private final TypeHandlers handlers;

  LiveGraph(TypeHandlers handlers) {
    this.handlers = handlers;
  }

  /** The nodes that {@code node} refers to directly. */
  List<Object> references(Object node) {
    Collector collector = new Collector(handlers);
    if (handlers.of(node.getClass()) instanceof NodeHandler handler) {
      handler.encode(node, collector);
    }
    return collector.references;
  }

  private static final class Collector extends ReferenceWalk {
    private final List<Object> references = new ArrayList<>();

    Collector(TypeHandlers handlers) {
      super(handlers);
    }

    @Override
    protected void reference(Object value) {
      if (value != null) {
        TypeHandler handler = handlers().of(value.getClass());
        if (handler instanceof NodeHandler) {
          references.add(value);
        }
      }
    }
  }
}
