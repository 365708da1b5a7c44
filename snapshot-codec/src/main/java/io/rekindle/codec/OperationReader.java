package io.rekindle.codec;

/** Hands the operations of one commit to a visitor. */
public final class OperationReader {
  private OperationReader() {}

  /**
   * Reads operations until the end of {@code input}.
   *
   * @throws CorruptStateException if the bytes are not operations
   */
  public static void read(StateInput input, OperationVisitor visitor) {
    while (input.remaining() > 0) {
      int code = input.getUnsignedByte();
      switch (code) {
        case Operation.NODE -> {
          int oid = input.getOid();
          int classId = input.getVarint();
          int length = input.getCount(1);
          int offset = input.position();
          input.skip(length);
          visitor.node(oid, classId, input.array(), offset, length);
        }
        case Operation.DELTA -> {
          int oid = input.getOid();
          int classId = input.getVarint();
          int length = input.getCount(1);
          int offset = input.position();
          input.skip(length);
          visitor.delta(oid, classId, input.array(), offset, length);
        }
        case Operation.CLASS -> visitor.descriptor(ClassDescriptor.read(input));
        case Operation.ROOT -> {
          String name = input.getString();
          int oid = input.getVarint();
          if (oid < 0) {
            throw input.corrupt("bad oid of a root: oid=" + oid + ", root=" + name);
          }
          visitor.root(name, oid);
        }
        case Operation.RETIRED -> visitor.retired(input.getVarint());
        default -> throw input.corrupt("unknown operation: code=" + code + ", expected=1..5");
      }
    }
  }
}
