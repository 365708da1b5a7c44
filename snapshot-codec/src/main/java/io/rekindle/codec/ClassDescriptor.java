package io.rekindle.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a stored class looked like: enough to walk the payloads of its nodes without the class.
 * Immutable. A class that was compiled anew with other fields gets a new descriptor with a new id.
 *
 * <pre>
 * class := classId:varint kind:u8 name:string fieldCount:varint field*
 * </pre>
 *
 * @param id counted from 1 within a name, never reused
 * @param kind how payloads are to be read
 * @param name as {@code Class.getName()}; of an array {@code [J} or {@code [Lcom.acme.Account;}
 * @param fields from the topmost class down, in declaration order
 */
public record ClassDescriptor(int id, NodeKind kind, String name, List<FieldDescriptor> fields) {
  /** More fields than a class file can have. */
  private static final int FIELDS_MAX = 1 << 20;

  /** Copies the fields. */
  public ClassDescriptor {
    if (id <= 0) {
      throw new IllegalArgumentException("class id is not positive: id=" + id + ", class=" + name);
    }
    fields = Collections.unmodifiableList(new ArrayList<>(fields));
  }

  /** For arrays: first char of the element's type descriptor. */
  public char elementTypeCode() {
    return name.charAt(1);
  }

  /** Bytes of each element if this is an array of primitives, 0 if elements are values. */
  public int elementWidth() {
    return kind == NodeKind.ARRAY ? FieldDescriptor.primitiveWidth(elementTypeCode()) : 0;
  }

  /** Appends this descriptor. */
  public void write(StateOutput output) {
    output.putVarint(id);
    output.putByte(kind.code());
    output.putString(name);
    output.putVarint(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      FieldDescriptor field = fields.get(i);
      output.putString(field.declaringClass());
      output.putString(field.name());
      output.putString(field.typeDescriptor());
    }
  }

  /**
   * Reads the descriptor at the input's position.
   *
   * @throws CorruptStateException if there is none
   */
  public static ClassDescriptor read(StateInput input) {
    int id = input.getVarint();
    NodeKind kind = NodeKind.of(input.getUnsignedByte());
    String name = input.getString();
    int fieldCount = input.getVarint();
    if (id <= 0 || fieldCount < 0 || fieldCount > FIELDS_MAX) {
      throw input.corrupt("bad class descriptor: id=" + id + ", fieldCount=" + fieldCount);
    }
    if (kind == NodeKind.ARRAY && (name.length() < 2 || name.charAt(0) != '[')) {
      throw input.corrupt("bad name of an array class: name=" + name + ", expected=[...");
    }
    List<FieldDescriptor> fields = new ArrayList<>(Math.min(fieldCount, 1024));
    for (int i = 0; i < fieldCount; i++) {
      String declaringClass = input.getString();
      String fieldName = input.getString();
      String type = input.getString();
      if (type.isEmpty()) {
        throw input.corrupt("field without a type: class=" + name + ", field=" + fieldName);
      }
      fields.add(new FieldDescriptor(declaringClass, fieldName, type));
    }
    return new ClassDescriptor(id, kind, name, fields);
  }

  // Written out for the reason given in FieldDescriptor.

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassDescriptor descriptor
        && id == descriptor.id
        && kind == descriptor.kind
        && name.equals(descriptor.name)
        && fields.equals(descriptor.fields);
  }

  @Override
  public int hashCode() {
    return (id * 31 + name.hashCode()) * 31 + fields.hashCode();
  }
}
