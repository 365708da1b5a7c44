package io.rekindle.agent.types;

/** How values of one class are written where a field, an element or a root refers to them. */
public abstract class TypeHandler {

  /** Only the three kinds of this package: values, nodes and what is refused. */
  TypeHandler() {}

  /** Writes {@code value}, which is of the handler's class, as one stored value. */
  public abstract void put(Object value, NodeSink sink);
}
