package io.rekindle.agent.types;

import io.rekindle.bootstrap.FieldSink;
import io.rekindle.codec.StateOutput;

/** Receives the payload of one node; see {@code docs/internals/format.md}. */
public abstract class NodeSink extends FieldSink {

  /** Receives the number of elements or entries that follow. */
  public abstract void putCount(int count);

  /** Receives a reference to a node; new ones are captured later in the same commit. */
  public abstract void putNode(Object node, NodeHandler handler);

  /** The oid of a node, which is captured later in the same commit if it is new. */
  public abstract int oidOf(Object node, NodeHandler handler);

  /** The id of a class that only values name; described in the same commit if it is new. */
  public abstract int classId(NamedClass named);

  /** Where values write their bytes. */
  public abstract StateOutput output();

  /** The handlers, to find out about parts. */
  public abstract TypeHandlers handlers();

  /**
   * Whether {@code value} may be part of what is stored: it is no node, or one that was captured. A
   * key that came and went between two captures is not.
   */
  public boolean mayBeStored(Object value) {
    return true;
  }
}
