package io.rekindle.agent.restore;

import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.ValueTag;
import java.util.ArrayList;
import java.util.List;

/** Finds in a stored container the nodes that decide about places: keys, or elements of a set. */
final class ArrangedKeys {

  private final StateInput in = new StateInput();

  /** Whether no key and no comparator is a node. Stops at the first that is. */
  boolean areValues(StoredNode node) {
    in.reset(node.bytes(), node.offset(), node.length());
    skipFields(node);
    if (!areValues(in.getVarint(), false)) {
      return false;
    }
    return areValues(in.getVarint(), node.descriptor().kind() == NodeKind.MAP);
  }

  private boolean areValues(int count, boolean inEntries) {
    for (int i = 0; i < count; i++) {
      if (in.skipValue() == ValueTag.REF) {
        return false;
      }
      if (inEntries) {
        in.skipValue();
      }
    }
    return true;
  }

  /** Oids of the keys that are nodes, and of comparators; values of a map do not matter. */
  List<Integer> of(StoredNode node) {
    in.reset(node.bytes(), node.offset(), node.length());
    List<Integer> oids = new ArrayList<>();
    skipFields(node);
    addValues(in.getVarint(), oids);
    int count = in.getVarint();
    if (node.descriptor().kind() == NodeKind.MAP) {
      for (int i = 0; i < count; i++) {
        addValues(1, oids);
        in.skipValue();
      }
    } else {
      addValues(count, oids);
    }
    return oids;
  }

  private void skipFields(StoredNode node) {
    for (FieldDescriptor field : node.descriptor().fields()) {
      int width = FieldDescriptor.primitiveWidth(field.typeCode());
      if (width == 0) {
        in.skipValue();
      } else {
        in.skip(width);
      }
    }
  }

  private void addValues(int count, List<Integer> oids) {
    for (int i = 0; i < count; i++) {
      int tag = in.getTag();
      if (tag == ValueTag.REF) {
        oids.add(in.getOid());
      } else {
        in.skipValue(tag);
      }
    }
  }
}
