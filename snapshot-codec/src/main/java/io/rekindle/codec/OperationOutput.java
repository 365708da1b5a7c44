package io.rekindle.codec;

/**
 * The operations of one commit, built in place: room for the excerpt's header is kept in front, so
 * that a commit goes to the journal without being copied. Reused from commit to commit.
 *
 * <pre>
 *   0                 40
 *   +-----------------+--------------------------+
 *   | excerpt header  | operations ...           |   see io.rekindle.codec.journal.ExcerptHeader
 *   +-----------------+--------------------------+
 * </pre>
 *
 * The payload of a node is written between {@link #beginNode} and {@link #endNode} with the {@code
 * put} methods of this class.
 */
public final class OperationOutput extends StateOutput {
  /** Bytes kept free in front of the operations. */
  public static final int HEADER_BYTES = 40;

  private static final int NO_NODE = -1;

  private int lengthAt = NO_NODE;
  private int nodeCount;

  /** An empty commit. */
  public OperationOutput() {
    super(64 << 10);
    clear();
  }

  /** Begins the next commit; keeps the memory. */
  @Override
  public void clear() {
    position(HEADER_BYTES);
    lengthAt = NO_NODE;
    nodeCount = 0;
  }

  /** True if nothing was written since {@link #clear}. */
  public boolean isEmpty() {
    return position() == HEADER_BYTES;
  }

  /** Bytes of operations. */
  public int operationsLength() {
    return position() - HEADER_BYTES;
  }

  /** Nodes written since {@link #clear}. */
  public int nodeCount() {
    return nodeCount;
  }

  /** Begins a node; its payload follows. */
  public void beginNode(int oid, int classId) {
    if (lengthAt != NO_NODE) {
      throw new IllegalStateException("node begun inside another: oid=" + oid);
    }
    putByte(Operation.NODE);
    putVarint(oid);
    putVarint(classId);
    lengthAt = position();
    putByte(0);
  }

  /**
   * Ends the node: fills in the length of its payload. One byte was kept for it, as most payloads
   * are shorter than 128 bytes; a longer payload is moved up by the bytes that its length needs.
   */
  public void endNode() {
    int start = lengthAt + 1;
    int length = position() - start;
    lengthAt = NO_NODE;
    nodeCount++;
    if (length < 0x80) {
      array()[start - 1] = (byte) length;
      return;
    }
    int extra = extraLengthBytes(length);
    reserve(extra);
    System.arraycopy(array(), start, array(), start + extra, length);
    position(start - 1);
    putVarint(length);
    position(start + extra + length);
  }

  private static int extraLengthBytes(int length) {
    int extra = 0;
    for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
      extra++;
    }
    return extra;
  }

  /** Takes back the node that was begun last, ended or not, as if it had never been begun. */
  public void abandonNode(int positionBeforeNode) {
    if (lengthAt == NO_NODE) {
      nodeCount--;
    }
    position(positionBeforeNode);
    lengthAt = NO_NODE;
  }

  /** Makes {@code name} lead to node {@code oid}; 0 removes the root. */
  public void root(String name, int oid) {
    putByte(Operation.ROOT);
    putString(name);
    putVarint(oid);
  }

  /** Describes a class; must come before its id is used. */
  public void descriptor(ClassDescriptor descriptor) {
    putByte(Operation.CLASS);
    descriptor.write(this);
  }

  /** Adopts the retirement list {@code id}. */
  public void retired(int id) {
    putByte(Operation.RETIRED);
    putVarint(id);
  }
}
