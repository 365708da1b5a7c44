package io.rekindle.agent.restore;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.ReferenceWalk;
import io.rekindle.agent.types.TypeHandlers;
import java.util.ArrayList;
import java.util.List;

/** What the fields of a holder hold now: objects for references, null for primitives. */
final class HolderFields extends ReferenceWalk {

  private final List<Object> values = new ArrayList<>();

  private HolderFields(TypeHandlers handlers) {
    super(handlers);
  }

  static List<Object> valuesOf(Object holder, NodeHandler handler, TypeHandlers handlers) {
    HolderFields fields = new HolderFields(handlers);
    handler.encode(holder, fields);
    return fields.values;
  }

  @Override
  protected void reference(Object value) {
    values.add(value);
  }

  @Override
  protected void primitive() {
    values.add(null);
  }
}
