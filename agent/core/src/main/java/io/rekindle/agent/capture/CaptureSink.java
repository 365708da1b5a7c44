package io.rekindle.agent.capture;

import io.rekindle.agent.types.NamedClass;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.codec.OperationOutput;

/** Writes payloads into the commit, and has the capture number what they refer to. */
final class CaptureSink extends PayloadSink {

  private final Capture capture;
  private final OperationOutput output;
  private int payloadStart;
  private int payloadLength;
  private long payloadHash;

  CaptureSink(Capture capture, OperationOutput output, TypeHandlers handlers) {
    super(handlers, output);
    this.capture = capture;
    this.output = output;
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

  /** To be called before the node ends, which may move the payload. */
  void tell(CapturedObjects captured, NodeHandler handler, int oid) {
    captured.encoded(handler, oid, output.array(), payloadStart, output.position());
  }

  long payloadHash() {
    return payloadHash;
  }

  @Override
  public int oidOf(Object node, NodeHandler handler) {
    return capture.oidOf(node, handler);
  }

  @Override
  public int classId(NamedClass named) {
    return capture.classId(named);
  }
}
