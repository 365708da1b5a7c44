package io.rekindle.agent.restore;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.NodeSource;
import io.rekindle.bootstrap.FieldSource;
import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.ValueTag;

/** Supplies a payload from stored bytes. Reused from node to node. */
final class StoredNodeSource extends NodeSource {

  private final StateInput in = new StateInput();
  private final ValueReader values;
  private final StoredClasses classes;
  private ClassDescriptor descriptor;

  /** The class and the handler that were looked at last, and whether their fields are the same. */
  private ClassDescriptor compared;

  private NodeHandler comparedTo;
  private boolean isSame;

  StoredNodeSource(ValueReader values, StoredClasses classes) {
    this.values = values;
    this.classes = classes;
  }

  void reset(ClassDescriptor ofNode, byte[] bytes, int offset, int length) {
    descriptor = ofNode;
    in.reset(bytes, offset, length);
  }

  @Override
  public FieldSource fields(NodeHandler handler) {
    return hasFieldsOf(handler)
        ? this
        : MappedFieldSource.of(classes.mapping(descriptor, handler), this);
  }

  /** Nodes come by class: what held for the one before need not be looked at again. */
  private boolean hasFieldsOf(NodeHandler handler) {
    if (compared != descriptor || comparedTo != handler) {
      compared = descriptor;
      comparedTo = handler;
      isSame = descriptor.fields().equals(handler.fields());
    }
    return isSame;
  }

  @Override
  public void skipFields() {
    for (int i = 0; i < descriptor.fields().size(); i++) {
      skipField(descriptor.fields().get(i));
    }
  }

  /** Passes over one field, whatever it refers to. */
  void skipField(FieldDescriptor field) {
    int width = FieldDescriptor.primitiveWidth(field.typeCode());
    if (width == 0) {
      in.skipValue();
    } else {
      in.skip(width);
    }
  }

  @Override
  public int takeCount() {
    return in.getVarint();
  }

  @Override
  public Object takeInline() {
    int before = in.position();
    if (in.getTag() == ValueTag.REF) {
      in.getOid();
      return null;
    }
    in.position(before);
    return values.read(in);
  }

  @Override
  public byte[] takeBytes(int count) {
    if (count < 0 || count > in.remaining()) {
      throw in.corrupt("bad byte count: count=" + count);
    }
    byte[] bytes = new byte[count];
    in.getBytes(bytes, 0, count);
    return bytes;
  }

  @Override
  public Object node(int oid) {
    return values.node(oid);
  }

  @Override
  public int takeOid() {
    return in.getVarint();
  }

  @Override
  public ClassLoader loader() {
    return classes.loader();
  }

  @Override
  public boolean takeBoolean() {
    return in.getBoolean();
  }

  @Override
  public byte takeByte() {
    return in.getByte();
  }

  @Override
  public short takeShort() {
    return in.getShort();
  }

  @Override
  public char takeChar() {
    return in.getChar();
  }

  @Override
  public int takeInt() {
    return in.getInt();
  }

  @Override
  public long takeLong() {
    return in.getLong();
  }

  @Override
  public float takeFloat() {
    return in.getFloat();
  }

  @Override
  public double takeDouble() {
    return in.getDouble();
  }

  @Override
  public Object takeReference() {
    return values.read(in);
  }
}
