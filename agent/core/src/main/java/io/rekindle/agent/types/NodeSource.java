package io.rekindle.agent.types;

import io.rekindle.bootstrap.FieldSource;

/** Supplies the payload of one node; the counterpart of {@link NodeSink}. */
public abstract class NodeSource extends FieldSource {

  /** Supplies the number of elements or entries that follow. */
  public abstract int takeCount();

  /**
   * Supplies the fields of the node, in the order of {@code handler}, whatever order and types they
   * were stored with. To be used up before anything else is taken from this source.
   */
  public abstract FieldSource fields(NodeHandler handler);

  /** Passes over the fields of the node. */
  public abstract void skipFields();

  /** Supplies the next value if it is none of a node, else passes over it and supplies null. */
  public abstract Object takeInline();

  /** Supplies {@code count} bytes. */
  public abstract byte[] takeBytes(int count);

  /** The restored or allocated object of {@code oid}. */
  public abstract Object node(int oid);

  /** Supplies an oid of an opaque node's list. */
  public abstract int takeOid();

  /** The loader that knows the application's classes. */
  public abstract ClassLoader loader();
}
