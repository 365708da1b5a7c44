package io.rekindle.agent.weave;

import io.rekindle.agent.types.NamedClass;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.NodeSink;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.codec.StateOutput;
import java.util.ArrayList;
import java.util.List;

/** Keeps the fields it is given, and who gave them. */
final class TracingSink extends NodeSink {

  private final CallTrace trace = new CallTrace(TracingSink.class);
  private final List<Object> values = new ArrayList<>();

  List<Object> values() {
    return values;
  }

  List<Class<?>> callers() {
    return trace.callers();
  }

  List<Class<?>> between() {
    return trace.between();
  }

  private void note(Object value) {
    values.add(value);
    trace.note();
  }

  @Override
  public void putBoolean(boolean value) {
    note(value);
  }

  @Override
  public void putByte(byte value) {
    note(value);
  }

  @Override
  public void putShort(short value) {
    note(value);
  }

  @Override
  public void putChar(char value) {
    note(value);
  }

  @Override
  public void putInt(int value) {
    note(value);
  }

  @Override
  public void putLong(long value) {
    note(value);
  }

  @Override
  public void putFloat(float value) {
    note(value);
  }

  @Override
  public void putDouble(double value) {
    note(value);
  }

  @Override
  public void putReference(Object value) {
    note(value);
  }

  @Override
  public void putCount(int count) {
    throw new AssertionError("a plain object has no elements: count=" + count);
  }

  @Override
  public void putNode(Object node, NodeHandler handler) {
    throw new AssertionError("references are passed as they are: " + node);
  }

  @Override
  public int oidOf(Object node, NodeHandler handler) {
    throw new AssertionError("nothing is numbered: " + node);
  }

  @Override
  public int classId(NamedClass named) {
    throw new AssertionError("nothing is numbered: " + named);
  }

  @Override
  public StateOutput output() {
    throw new AssertionError("nothing is stored");
  }

  @Override
  public TypeHandlers handlers() {
    throw new AssertionError("nothing is looked up");
  }
}
