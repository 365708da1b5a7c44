package io.rekindle.agent.types;

import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import java.util.Collections;
import java.util.List;

/** Values whose bytes an {@link OpaqueValues} writes. */
final class OpaqueValueHandler extends ValueHandler implements NamedClass {

  private final String storedName;
  private final OpaqueValues values;

  OpaqueValueHandler(String storedName, OpaqueValues values) {
    this.storedName = storedName;
    this.values = values;
  }

  @Override
  public void put(Object value, NodeSink sink) {
    byte[] bytes = values.write(value);
    sink.output().putOpaqueValue(sink.classId(this), bytes, 0, bytes.length);
  }

  @Override
  public String storedName() {
    return storedName;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.VALUE;
  }

  @Override
  public List<FieldDescriptor> fields() {
    return Collections.emptyList();
  }
}
