package io.rekindle.agent.types;

import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import java.util.List;

/** A class as the journal describes it. */
public interface NamedClass {

  /** The name by which it is stored. */
  String storedName();

  /** How its payloads are read. */
  NodeKind kind();

  /** Its captured fields, from the topmost class down. */
  List<FieldDescriptor> fields();
}
