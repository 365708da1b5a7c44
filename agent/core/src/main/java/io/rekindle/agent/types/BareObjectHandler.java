package io.rekindle.agent.types;

import io.rekindle.codec.NodeKind;
import java.util.List;

/** Plain {@code new Object()}, as used for locks and sentinels. */
final class BareObjectHandler extends NodeHandler {

  BareObjectHandler() {
    super(Object.class, NodeKind.PLAIN, List.of());
  }

  @Override
  public boolean isConstant() {
    return true;
  }

  @Override
  public void encode(Object node, NodeSink sink) {}

  @Override
  public Object allocate(NodeSource source) {
    return new Object();
  }

  @Override
  public void fill(Object node, NodeSource source) {}
}
