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

  /** The nodes that {@code node}, or the static state of a class, refers to directly. */
  List<Object> references(Object node) {
    Collector collector = new Collector(handlers);
    NodeHandler handler = handler(node);
    if (handler != null) {
      handler.encode(node, collector);
    }
    return collector.references;
  }

  /** The handler of a node or of the static state of a class; null for anything else. */
  NodeHandler handler(Object node) {
    if (node instanceof Class<?> type) {
      return handlers.staticsOf(type);
    }
    return handlers.of(node.getClass()) instanceof NodeHandler handler ? handler : null;
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
