package io.rekindle.agent.capture;

import io.rekindle.agent.types.NamedClass;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.NodeSink;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.StateOutput;

/** Writes payloads into the commit, and has the capture number what they refer to. */
final class CaptureSink extends NodeSink {

  private final Capture capture;
  private final OperationOutput output;
  private final TypeHandlers handlers;
  private final boolean isLook;
  private int payloadStart;
  private long payloadHash;

  CaptureSink(Capture capture, OperationOutput output, TypeHandlers handlers) {
    this(capture, output, handlers, false);
  }

  private CaptureSink(
      Capture capture, OperationOutput output, TypeHandlers handlers, boolean isLook) {
    this.capture = capture;
    this.output = output;
    this.handlers = handlers;
    this.isLook = isLook;
  }

  /** For payloads that are hashed, not stored: objects without a number get none. */
  static CaptureSink forLooks(Capture capture, TypeHandlers handlers) {
    return new CaptureSink(capture, new OperationOutput(), handlers, true);
  }

  /** The hash of the payload of {@code object} as it is now. */
  long look(Object object, NodeHandler handler) {
    output.clear();
    beginPayload();
    handler.encode(object, this);
    endPayload(true);
    return payloadHash;
  }

  void beginPayload() {
    payloadStart = output.position();
  }

  void endPayload(boolean hashed) {
    if (hashed) {
      payloadHash = Hash64.of(output.array(), payloadStart, output.position() - payloadStart);
    }
  }

  long payloadHash() {
    return payloadHash;
  }

  @Override
  public void putBoolean(boolean value) {
    output.putBoolean(value);
  }

  @Override
  public void putByte(byte value) {
    output.putByte(value);
  }

  @Override
  public void putShort(short value) {
    output.putShort(value);
  }

  @Override
  public void putChar(char value) {
    output.putChar(value);
  }

  @Override
  public void putInt(int value) {
    output.putInt(value);
  }

  @Override
  public void putLong(long value) {
    output.putLong(value);
  }

  @Override
  public void putFloat(float value) {
    output.putFloat(value);
  }

  @Override
  public void putDouble(double value) {
    output.putDouble(value);
  }

  @Override
  public void putReference(Object value) {
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
  public void putCount(int count) {
    output.putVarint(count);
  }

  @Override
  public void putNode(Object node, NodeHandler handler) {
    output.putRef(oidOf(node, handler));
  }

  @Override
  public int oidOf(Object node, NodeHandler handler) {
    return isLook ? capture.knownOid(node, handler) : capture.oidOf(node, handler);
  }

  @Override
  public int classId(NamedClass named) {
    return capture.classId(named);
  }

  @Override
  public StateOutput output() {
    return output;
  }

  @Override
  public TypeHandlers handlers() {
    return handlers;
  }
}
