package io.rekindle.agent.types;

import io.rekindle.codec.StateOutput;

/** A sink that is only interested in what a node refers to. */
public abstract class ReferenceWalk extends NodeSink {

  private final TypeHandlers handlers;
  private final StateOutput ignored = new StateOutput(64);

  /** A walk over objects that {@code handlers} serve. */
  protected ReferenceWalk(TypeHandlers handlers) {
    this.handlers = handlers;
  }

  /** Receives what a field or an element refers to, null and values included. */
  protected abstract void reference(Object value);

  /** Receives a field or element of primitive type. */
  protected void primitive() {}

  @Override
  public final void putReference(Object value) {
    ignored.clear();
    reference(value);
  }

  @Override
  public final void putNode(Object node, NodeHandler handler) {
    putReference(node);
  }

  @Override
  public final int oidOf(Object node, NodeHandler handler) {
    putReference(node);
    return 1;
  }

  @Override
  public final int classId(NamedClass named) {
    return 1;
  }

  @Override
  public final StateOutput output() {
    return ignored;
  }

  @Override
  public final TypeHandlers handlers() {
    return handlers;
  }

  @Override
  public void putCount(int count) {}

  @Override
  public final void putBoolean(boolean value) {
    primitive();
  }

  @Override
  public final void putByte(byte value) {
    primitive();
  }

  @Override
  public final void putShort(short value) {
    primitive();
  }

  @Override
  public final void putChar(char value) {
    primitive();
  }

  @Override
  public final void putInt(int value) {
    primitive();
  }

  @Override
  public final void putLong(long value) {
    primitive();
  }

  @Override
  public final void putFloat(float value) {
    primitive();
  }

  @Override
  public final void putDouble(double value) {
    primitive();
  }
}
