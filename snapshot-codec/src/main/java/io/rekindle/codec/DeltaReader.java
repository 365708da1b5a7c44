package io.rekindle.codec;

/**
 * Walks the edits of deltas without the classes. Confined to one thread; reusable for all deltas.
 *
 * <p>Checks all that can be checked without the node's content: that the class has elements, that
 * the edits are ones of its kind, and that their values are whole.
 */
public final class DeltaReader {
  private static final EditVisitor NOTHING =
      new EditVisitor() {
        @Override
        public void shape(byte[] bytes, int offset, int length) {}

        @Override
        public void clear() {}

        @Override
        public void append(int count, byte[] bytes, int offset, int length) {}

        @Override
        public void keyed(int edit, byte[] bytes, int keyOffset, int valueOffset, int end) {}

        @Override
        public void splice(
            int start, int removed, int count, byte[] bytes, int offset, int length) {}
      };

  private final StateInput input = new StateInput();

  /**
   * Reads a delta for its errors only.
   *
   * @throws CorruptStateException if the bytes are not edits of nodes of this class
   */
  public void check(ClassDescriptor descriptor, byte[] bytes, int offset, int length) {
    read(descriptor, bytes, offset, length, NOTHING);
  }

  /**
   * Reports every edit of a delta.
   *
   * @throws CorruptStateException if the bytes are not edits of nodes of this class; those before
   *     the bad one were reported
   */
  public void read(
      ClassDescriptor descriptor, byte[] bytes, int offset, int length, EditVisitor visitor) {
    NodeKind kind = descriptor.kind();
    if (!kind.hasElements()) {
      throw new CorruptStateException(
          "delta of a class without elements: class=" + descriptor.name() + ", kind=" + kind);
    }
    StateInput in = input;
    in.reset(bytes, offset, length);
    while (in.remaining() > 0) {
      int edit = in.getUnsignedByte();
      if (!Edit.fits(edit, kind)) {
        throw in.corrupt(
            "edit does not fit the class: edit="
                + Edit.name(edit)
                + ", class="
                + descriptor.name()
                + ", kind="
                + kind);
      }
      switch (edit) {
        case Edit.SHAPE -> readShape(in, visitor);
        case Edit.CLEAR -> visitor.clear();
        case Edit.APPEND -> readAppend(kind, in, visitor);
        case Edit.SPLICE -> readSplice(descriptor, in, visitor);
        default -> readKeyed(edit, in, visitor);
      }
    }
  }

  private static void readShape(StateInput in, EditVisitor visitor) {
    int start = in.position();
    in.skipValues(in.getCount(1));
    visitor.shape(in.array(), start, in.position() - start);
  }

  private static void readAppend(NodeKind kind, StateInput in, EditVisitor visitor) {
    int perElement = kind == NodeKind.MAP ? 2 : 1;
    int count = in.getCount(perElement);
    int at = in.position();
    in.skipValues(perElement * count);
    visitor.append(count, in.array(), at, in.position() - at);
  }

  private static void readKeyed(int edit, StateInput in, EditVisitor visitor) {
    int keyAt = in.position();
    in.skipValue();
    int valueAt = in.position();
    if (edit == Edit.PUT || edit == Edit.PUT_LAST || edit == Edit.PUT_FIRST) {
      in.skipValue();
    }
    visitor.keyed(edit, in.array(), keyAt, valueAt, in.position());
  }

  private static void readSplice(ClassDescriptor of, StateInput in, EditVisitor visitor) {
    int start = in.getVarint();
    int removed = in.getVarint();
    if (start < 0 || removed < 0) {
      throw in.corrupt("bad range: start=" + start + ", removed=" + removed);
    }
    int width = of.elementWidth();
    int count = in.getCount(Math.max(width, 1));
    int at = in.position();
    if (width == 0) {
      in.skipValues(count);
    } else {
      in.skip(count * width);
    }
    visitor.splice(start, removed, count, in.array(), at, in.position() - at);
  }
}
