package io.rekindle.agent.scrub;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.ReferenceWalk;
import io.rekindle.agent.types.TypeHandlers;

/** Finds the field of an object that refers to another one. */
final class HoldingField extends ReferenceWalk {

  private final Object held;
  private int index;
  private int found = -1;

  private HoldingField(TypeHandlers handlers, Object held) {
    super(handlers);
    this.held = held;
  }

  /** The name of the field, or null if no field of {@code owner} refers to {@code held}. */
  static String of(TypeHandlers handlers, Object owner, NodeHandler handler, Object held) {
    HoldingField walk = new HoldingField(handlers, held);
    handler.encode(owner, walk);
    return walk.found >= 0 && walk.found < handler.fields().size()
        ? handler.fields().get(walk.found).name()
        : null;
  }

  @Override
  protected void reference(Object value) {
    if (value == held && found < 0) {
      found = index;
    }
    index++;
  }

  @Override
  protected void primitive() {
    index++;
  }
}
