package io.rekindle.agent.capture;

import io.rekindle.agent.types.NamedClass;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.RefusedHandler;
import io.rekindle.agent.types.TypeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.codec.OperationOutput;

/** Writes payloads into the commit, and has the capture number what they refer to. */
final class CaptureSink extends PayloadSink {

  private final Capture capture;
  private final OperationOutput output;
  private final boolean isLook;
  private int payloadStart;
  private int payloadLength;
  private long payloadHash;

  CaptureSink(Capture capture, OperationOutput output, TypeHandlers handlers) {
    this(capture, output, handlers, false);
  }

  private CaptureSink(
      Capture capture, OperationOutput output, TypeHandlers handlers, boolean isLook) {
    super(handlers, output);
    this.capture = capture;
    this.output = output;
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
    payloadLength = output.position() - payloadStart;
    if (hashed) {
      payloadHash = Hash64.of(output.array(), payloadStart, output.position() - payloadStart);
    }
  }

  /** Bytes of the last payload. */
  int payloadLength() {
    return payloadLength;
  }

  long payloadHash() {
    return payloadHash;
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
  public boolean mayBeStored(Object value) {
    if (value == null) {
      return true;
    }
    TypeHandler handler = handlers().of(value.getClass());
    return handler instanceof NodeHandler node
        ? capture.mayBeStored(value, node)
        : !(handler instanceof RefusedHandler);
  }
}
