package io.rekindle.codec;

import java.util.Arrays;
import java.util.List;

/**
 * Walks the payloads of nodes by their class descriptors, without the classes: to trace the graph,
 * to export it, to check it. Confined to one thread; reusable for all nodes of a class table.
 *
 * <pre>
 * PLAIN, STATICS  fields
 * SEQUENCE        fields shape count:varint value*
 * MAP             fields shape count:varint (value value)*
 * ARRAY           length:varint element*
 * OPAQUE          encoding:u8 refCount:varint oid:varint* length:varint byte*
 * </pre>
 */
public final class PayloadScanner {
  /** In place of the width of a field whose references are not reported. */
  private static final byte IGNORED = -1;

  private final ClassTable classes;
  private final StateInput input = new StateInput();
  private byte[][] widthsByClass = new byte[64][];

  /** A scanner for nodes of these classes; the table may grow afterwards. */
  public PayloadScanner(ClassTable classes) {
    this.classes = classes;
  }

  /** From now on {@link #scanRefs} does not report what this field refers to. */
  public void ignoreField(ClassDescriptor descriptor, int fieldIndex) {
    byte[] widths = widths(descriptor);
    if (widths[fieldIndex] == 0) {
      widths[fieldIndex] = IGNORED;
    }
  }

  /**
   * Reports every node that a payload refers to.
   *
   * @throws CorruptStateException if the payload is not one of its class
   */
  public void scanRefs(int classId, byte[] bytes, int offset, int length, RefVisitor visitor) {
    ClassDescriptor descriptor = classes.get(classId);
    StateInput in = input;
    in.reset(bytes, offset, length);
    switch (descriptor.kind()) {
      case PLAIN, STATICS -> fieldRefs(widths(descriptor), in, visitor);
      case SEQUENCE, MAP -> {
        fieldRefs(widths(descriptor), in, visitor);
        valueRefs(in.getCount(1), in, visitor);
        if (descriptor.kind() == NodeKind.MAP) {
          valueRefs(2 * in.getCount(2), in, visitor);
        } else {
          valueRefs(in.getCount(1), in, visitor);
        }
      }
      case ARRAY -> {
        int width = FieldDescriptor.primitiveWidth(descriptor.elementTypeCode());
        if (width == 0) {
          valueRefs(in.getCount(1), in, visitor);
        } else {
          in.skip(in.getCount(width) * width);
        }
      }
      case OPAQUE -> {
        in.getUnsignedByte();
        for (int left = in.getCount(1); left > 0; left--) {
          visitor.ref(in.getOid());
        }
        in.skip(in.getCount(1));
      }
      default -> throw noNodes(descriptor);
    }
    checkEnd(descriptor);
  }

  private static void fieldRefs(byte[] widths, StateInput in, RefVisitor visitor) {
    for (byte width : widths) {
      if (width == 0) {
        valueRefs(1, in, visitor);
      } else if (width == IGNORED) {
        in.skipValue();
      } else {
        in.skip(width);
      }
    }
  }

  private static void valueRefs(int count, StateInput in, RefVisitor visitor) {
    for (int left = count; left > 0; left--) {
      int tag = in.getTag();
      if (tag == ValueTag.REF) {
        visitor.ref(in.getOid());
      } else {
        in.skipValue(tag);
      }
    }
  }

  /**
   * Reports every part of a payload.
   *
   * @throws CorruptStateException if the payload is not one of its class
   */
  public void scan(int classId, byte[] bytes, int offset, int length, PayloadVisitor visitor) {
    ClassDescriptor descriptor = classes.get(classId);
    StateInput in = new StateInput(bytes, offset, length);
    switch (descriptor.kind()) {
      case PLAIN, STATICS -> scanFields(descriptor, in, visitor);
      case SEQUENCE, MAP -> {
        scanFields(descriptor, in, visitor);
        scanContainer(descriptor, in, visitor);
      }
      case ARRAY -> scanArray(descriptor, in, visitor);
      case OPAQUE -> scanOpaque(in, visitor);
      default -> throw noNodes(descriptor);
    }
    if (in.remaining() != 0) {
      throw tooLong(descriptor, in);
    }
  }

  private void scanFields(ClassDescriptor descriptor, StateInput in, PayloadVisitor visitor) {
    byte[] widths = widths(descriptor);
    List<FieldDescriptor> fields = descriptor.fields();
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] <= 0) {
        int tag = in.getTag();
        int start = in.position();
        visitor.valueField(fields.get(i), tag, in);
        skipFrom(start, tag, in);
      } else {
        int end = in.position() + widths[i];
        in.position(end);
        in.position(end - widths[i]);
        visitor.primitiveField(fields.get(i), in);
        in.position(end);
      }
    }
  }

  private static void scanContainer(ClassDescriptor of, StateInput in, PayloadVisitor visitor) {
    int shapeCount = in.getCount(1);
    for (int i = 0; i < shapeCount; i++) {
      int tag = in.getTag();
      int start = in.position();
      visitor.shape(i, tag, in);
      skipFrom(start, tag, in);
    }
    boolean isMap = of.kind() == NodeKind.MAP;
    int count = in.getCount(isMap ? 2 : 1);
    visitor.beginElements(count);
    for (int i = 0; i < count; i++) {
      if (isMap) {
        int tag = in.getTag();
        int start = in.position();
        visitor.key(i, tag, in);
        skipFrom(start, tag, in);
      }
      scanElement(i, in, visitor);
    }
  }

  private static void scanElement(int index, StateInput in, PayloadVisitor visitor) {
    int tag = in.getTag();
    int start = in.position();
    visitor.element(index, tag, in);
    skipFrom(start, tag, in);
  }

  private static void scanArray(ClassDescriptor descriptor, StateInput in, PayloadVisitor visitor) {
    char type = descriptor.elementTypeCode();
    int width = FieldDescriptor.primitiveWidth(type);
    int count = in.getCount(Math.max(width, 1));
    visitor.beginElements(count);
    if (width == 0) {
      for (int i = 0; i < count; i++) {
        scanElement(i, in, visitor);
      }
      return;
    }
    int end = in.position() + count * width;
    visitor.primitiveElements(type, count, in);
    in.position(end);
  }

  private static void scanOpaque(StateInput in, PayloadVisitor visitor) {
    int encoding = in.getUnsignedByte();
    int[] oids = new int[in.getCount(1)];
    for (int i = 0; i < oids.length; i++) {
      oids[i] = in.getOid();
    }
    int count = in.getCount(1);
    int start = in.position();
    in.skip(count);
    visitor.opaque(encoding, oids, in.array(), start, count);
  }

  /** Moves over a value whatever of it the visitor has read. */
  private static void skipFrom(int start, int tag, StateInput in) {
    in.position(start);
    in.skipValue(tag);
  }

  private byte[] widths(ClassDescriptor descriptor) {
    int id = descriptor.id();
    if (id >= widthsByClass.length) {
      widthsByClass = Arrays.copyOf(widthsByClass, Math.max(id + 1, 2 * widthsByClass.length));
    }
    byte[] widths = widthsByClass[id];
    if (widths == null) {
      List<FieldDescriptor> fields = descriptor.fields();
      widths = new byte[fields.size()];
      for (int i = 0; i < widths.length; i++) {
        widths[i] = (byte) FieldDescriptor.primitiveWidth(fields.get(i).typeCode());
      }
      widthsByClass[id] = widths;
    }
    return widths;
  }

  private void checkEnd(ClassDescriptor descriptor) {
    if (input.remaining() != 0) {
      throw tooLong(descriptor, input);
    }
  }

  private static CorruptStateException tooLong(ClassDescriptor descriptor, StateInput in) {
    return in.corrupt(
        "payload longer than its class says: class="
            + descriptor.name()
            + ", left="
            + in.remaining());
  }

  private static CorruptStateException noNodes(ClassDescriptor descriptor) {
    return new CorruptStateException(
        "a node of a class that has none: class="
            + descriptor.name()
            + ", kind="
            + descriptor.kind());
  }
}
