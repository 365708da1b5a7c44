package io.rekindle.agent.types;

import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import java.util.Collections;
import java.util.List;

/** Enum constants, those with bodies too: stored by class and name. */
final class EnumHandler extends ValueHandler implements NamedClass {

  private final Class<?> declaring;

  EnumHandler(Class<?> declaring) {
    this.declaring = declaring;
  }

  @Override
  public void put(Object value, NodeSink sink) {
    sink.output().putEnum(sink.classId(this), ((Enum<?>) value).name());
  }

  @Override
  public String storedName() {
    return declaring.getName();
  }

  @Override
  public NodeKind kind() {
    return NodeKind.ENUM;
  }

  @Override
  public List<FieldDescriptor> fields() {
    return Collections.emptyList();
  }
}
