package io.rekindle.codec.recovery;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.DeltaReader;
import io.rekindle.codec.EditVisitor;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.StateOutput;

/**
 * Applies deltas to one node's payload: collects edits in a form that costs what they cost, and
 * goes over the elements once, at the end. Confined to one thread; used for one node.
 *
 * <p>Edits by key and edits by position are collected apart. If one kind meets the other, what was
 * collected is applied first; so is what takes more memory than the elements do.
 */
final class DeltaMerge {
  /** Up to this, edits are collected even if they take more memory than the elements. */
  static final long HELD_BYTES_MIN = 16 << 20;

  private static final int VARINT_BYTES_MAX = 5;

  private final ClassDescriptor descriptor;
  private final long heldBytesMin;
  private final DeltaReader reader = new DeltaReader();
  private final EditVisitor collector = new Collector();
  private final byte[] base;
  private final int fieldsAt;
  private final int fieldsLength;
  private byte[] shape;
  private int shapeAt;
  private int shapeLength;
  private Elements elements;
  private KeyedEdits keyed;
  private ListEdits list;

  /** The elements, copied to where more can be appended; null as long as none were. */
  private StateOutput growing;

  private int growingCount;
  private byte[] merged;
  private int offset;
  private int length;

  /**
   * Begins with a payload, which is referred to, not copied.
   *
   * @throws io.rekindle.codec.CorruptStateException if it is not one of the class
   */
  DeltaMerge(ClassDescriptor descriptor, byte[] base, int offset, int length) {
    this(descriptor, base, offset, length, HELD_BYTES_MIN);
  }

  /** As the other one, with another bound in place of {@link #HELD_BYTES_MIN}. */
  DeltaMerge(ClassDescriptor descriptor, byte[] base, int offset, int length, long heldBytesMin) {
    this.descriptor = descriptor;
    this.heldBytesMin = heldBytesMin;
    this.base = base;
    StateInput in = new StateInput(base, offset, length);
    fieldsAt = offset;
    for (FieldDescriptor field : descriptor.fields()) {
      int width = FieldDescriptor.primitiveWidth(field.typeCode());
      if (width == 0) {
        in.skipValue();
      } else {
        in.skip(width);
      }
    }
    fieldsLength = in.position() - fieldsAt;
    shape = base;
    shapeAt = in.position();
    if (descriptor.kind() != NodeKind.ARRAY) {
      in.skipValues(in.getCount(1));
    }
    shapeLength = in.position() - shapeAt;
    int unitBytes = descriptor.kind() == NodeKind.MAP ? 2 : Math.max(1, descriptor.elementWidth());
    int count = in.getCount(unitBytes);
    elements = new Elements(base, in.position(), in.remaining(), count);
  }

  /**
   * Applies a delta. Its bytes must stay as they are until {@link #finish}.
   *
   * @throws io.rekindle.codec.CorruptStateException if it does not fit
   */
  void apply(byte[] bytes, int at, int count) {
    reader.read(descriptor, bytes, at, count, collector);
    if (heldBytes() > Math.max(heldBytesMin, elements.length())) {
      applyCollected();
    }
  }

  private long heldBytes() {
    return keyed != null ? keyed.heldBytes() : list != null ? list.heldBytes() : 0;
  }

  private void applyCollected() {
    StateOutput output = new StateOutput(elements.length());
    int count = writeElements(output);
    elements = new Elements(output.array(), 0, output.position(), count);
    keyed = null;
    list = null;
  }

  private void append(int count, byte[] bytes, int at, int byteCount) {
    if (growing == null) {
      growing = new StateOutput(Math.addExact(elements.length(), Math.max(byteCount, 1024)));
      growing.putBytes(elements.bytes(), elements.offset(), elements.length());
      growingCount = elements.count();
    }
    growing.putBytes(bytes, at, byteCount);
    growingCount += count;
  }

  private void endAppending() {
    if (growing != null) {
      elements = new Elements(growing.array(), 0, growing.position(), growingCount);
      growing = null;
    }
  }

  private int writeElements(StateOutput output) {
    if (keyed != null) {
      return keyed.write(elements, output);
    }
    if (list != null) {
      list.write(output);
      return list.count();
    }
    output.putBytes(elements.bytes(), elements.offset(), elements.length());
    return elements.count();
  }

  /**
   * Makes the payload. What stands before the elements is put there when their count is known, up
   * against them, so that they need not be moved.
   */
  void finish() {
    endAppending();
    int before = Math.addExact(fieldsLength + VARINT_BYTES_MAX, shapeLength);
    StateOutput output = new StateOutput(Math.addExact(before, elements.length()));
    output.position(before);
    int count = writeElements(output);
    int end = output.position();

    output.position(0);
    output.putVarint(count);
    offset = VARINT_BYTES_MAX - output.position();
    output.position(offset);
    output.putBytes(base, fieldsAt, fieldsLength);
    output.putBytes(shape, shapeAt, shapeLength);
    output.putVarint(count);
    merged = output.array();
    length = end - offset;
  }

  /** Holds the payload. */
  byte[] array() {
    return merged;
  }

  /** Where in {@link #array} the payload begins. */
  int offset() {
    return offset;
  }

  /** Bytes of the payload. */
  int length() {
    return length;
  }

  private final class Collector implements EditVisitor {
    @Override
    public void shape(byte[] bytes, int at, int count) {
      shape = bytes;
      shapeAt = at;
      shapeLength = count;
    }

    @Override
    public void clear() {
      keyed = null;
      list = null;
      growing = null;
      elements = Elements.NONE;
    }

    @Override
    public void append(int count, byte[] bytes, int at, int byteCount) {
      if (keyed != null || list != null) {
        applyCollected();
      }
      DeltaMerge.this.append(count, bytes, at, byteCount);
    }

    @Override
    public void keyed(int edit, byte[] bytes, int keyOffset, int valueOffset, int end) {
      endAppending();
      if (list != null) {
        applyCollected();
      }
      if (keyed == null) {
        keyed = new KeyedEdits(descriptor.kind() == NodeKind.MAP);
      }
      keyed.apply(edit, bytes, keyOffset, valueOffset, end);
    }

    @Override
    public void splice(int start, int removed, int count, byte[] bytes, int at, int byteCount) {
      endAppending();
      if (keyed != null) {
        applyCollected();
      }
      if (list == null) {
        list = new ListEdits(elements, descriptor.elementWidth());
      }
      list.splice(start, removed, count, bytes, at, byteCount);
    }
  }
}
