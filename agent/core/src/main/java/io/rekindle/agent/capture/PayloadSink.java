package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.NodeSink;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.codec.StateOutput;

/** Writes payloads as they are stored; what oids and class ids are is left to the subclass. */
public abstract class PayloadSink extends NodeSink {

  private final TypeHandlers handlers;
  private final StateOutput output;

  /** A sink that writes to {@code output}. */
  protected PayloadSink(TypeHandlers handlers, StateOutput output) {
    this.handlers = handlers;
    this.output = output;
  }

  @Override
  public final void putBoolean(boolean value) {
    output.putBoolean(value);
  }

  @Override
  public final void putByte(byte value) {
    output.putByte(value);
  }

  @Override
  public final void putShort(short value) {
    output.putShort(value);
  }

  @Override
  public final void putChar(char value) {
    output.putChar(value);
  }

  @Override
  public final void putInt(int value) {
    output.putInt(value);
  }

  @Override
  public final void putLong(long value) {
    output.putLong(value);
  }

  @Override
  public final void putFloat(float value) {
    output.putFloat(value);
  }

  @Override
  public final void putDouble(double value) {
    output.putDouble(value);
  }

  @Override
  public final void putReference(Object value) {
    if (value == null) {
      output.putNull();
    } else if (value instanceof String text) {
      output.putString(text);
    } else if (value instanceof Long number) {
      output.putBoxedLong(number);
    } else {
      handlers.of(value.getClass()).put(value, this);
    }
  }

  @Override
  public final void putCount(int count) {
    output.putVarint(count);
  }

  @Override
  public final void putNode(Object node, NodeHandler handler) {
    output.putRef(oidOf(node, handler));
  }

  @Override
  public final StateOutput output() {
    return output;
  }

  @Override
  public final TypeHandlers handlers() {
    return handlers;
  }
}
