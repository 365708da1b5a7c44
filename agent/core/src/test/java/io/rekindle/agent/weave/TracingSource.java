package io.rekindle.agent.weave;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.NodeSource;
import io.rekindle.bootstrap.FieldSource;
import java.util.Iterator;
import java.util.List;

/** Supplies given fields, and keeps who took them. */
final class TracingSource extends NodeSource {

  private final CallTrace trace = new CallTrace(TracingSource.class);
  private final Iterator<Object> values;

  TracingSource(List<Object> values) {
    this.values = values.iterator();
  }

  List<Class<?>> callers() {
    return trace.callers();
  }

  List<Class<?>> between() {
    return trace.between();
  }

  private Object next() {
    trace.note();
    return values.next();
  }

  @Override
  public boolean takeBoolean() {
    return (Boolean) next();
  }

  @Override
  public byte takeByte() {
    return (Byte) next();
  }

  @Override
  public short takeShort() {
    return (Short) next();
  }

  @Override
  public char takeChar() {
    return (Character) next();
  }

  @Override
  public int takeInt() {
    return (Integer) next();
  }

  @Override
  public long takeLong() {
    return (Long) next();
  }

  @Override
  public float takeFloat() {
    return (Float) next();
  }

  @Override
  public double takeDouble() {
    return (Double) next();
  }

  @Override
  public Object takeReference() {
    return next();
  }

  @Override
  public FieldSource fields(NodeHandler handler) {
    return this;
  }

  @Override
  public int takeCount() {
    throw new AssertionError("a plain object has no elements");
  }

  @Override
  public void skipFields() {
    throw new AssertionError("all fields are wanted");
  }

  @Override
  public Object takeInline() {
    throw new AssertionError("a plain object has no elements");
  }

  @Override
  public byte[] takeBytes(int count) {
    throw new AssertionError("a plain object has no bytes: count=" + count);
  }

  @Override
  public Object node(int oid) {
    throw new AssertionError("nothing is numbered: oid=" + oid);
  }

  @Override
  public int takeOid() {
    throw new AssertionError("nothing is numbered");
  }

  @Override
  public ClassLoader loader() {
    throw new AssertionError("nothing is loaded");
  }
}
