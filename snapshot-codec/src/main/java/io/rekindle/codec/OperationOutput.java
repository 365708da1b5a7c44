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
 * put} methods of this class. Between {@link #beginDelta} and {@link #endDelta} come edits: each an
 * {@code edit} method, then the values that it asks for with the {@code put} methods.
 */
public final class OperationOutput extends StateOutput {
  /** Bytes kept free in front of the operations. */
  public static final int HEADER_BYTES = 40;

  private static final int NO_NODE = -1;
  private static final int INITIAL_BYTES = 64 << 10;
  private static final int KEPT_BYTES_MAX = 1 << 20;

  private int lengthAt = NO_NODE;
  private boolean isDelta;
  private int nodeCount;

  /** An empty commit. */
  public OperationOutput() {
    super(INITIAL_BYTES);
    clear();
  }

  /** Begins the next commit; keeps the memory, but for what only a very large commit needs. */
  @Override
  public void clear() {
    shrink(KEPT_BYTES_MAX, INITIAL_BYTES);
    position(HEADER_BYTES);
    lengthAt = NO_NODE;
    isDelta = false;
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

  /** Nodes and deltas written since {@link #clear}. */
  public int nodeCount() {
    return nodeCount;
  }

  /** Begins a node; its payload follows. */
  public void beginNode(int oid, int classId) {
    begin(Operation.NODE, oid, classId);
  }

  /**
   * Begins the changes of a node's entries; edits follow, which apply in their order to what the
   * node holds by then. The node must have been stored before; what else the writer has to promise
   * is in docs/internals/format.md, "Deltas".
   *
   * @param classId the class that the node was stored with
   */
  public void beginDelta(int oid, int classId) {
    begin(Operation.DELTA, oid, classId);
    isDelta = true;
  }

  private void begin(int operation, int oid, int classId) {
    if (lengthAt != NO_NODE) {
      throw new IllegalStateException("node begun inside another: oid=" + oid);
    }
    putByte(operation);
    putVarint(oid);
    putVarint(classId);
    lengthAt = position();
    putByte(0);
  }

  private void edit(int code) {
    if (!isDelta) {
      throw new IllegalStateException("edit outside of a delta: edit=" + Edit.name(code));
    }
    putByte(code);
  }

  /** Replaces the shape of a sequence or map; {@code count} values follow. */
  public void editShape(int count) {
    edit(Edit.SHAPE);
    putVarint(count);
  }

  /** Drops all elements of a sequence or map. */
  public void editClear() {
    edit(Edit.CLEAR);
  }

  /**
   * Sequence or map: adds {@code count} elements or entries, none of which is there, at the end;
   * they follow.
   */
  public void editAppend(int count) {
    edit(Edit.APPEND);
    putVarint(count);
  }

  /** Map: gives a key its value, at the end if the key is new; key and value follow. */
  public void editPut() {
    edit(Edit.PUT);
  }

  /** Map: moves or adds an entry to the end; key and value follow. */
  public void editPutLast() {
    edit(Edit.PUT_LAST);
  }

  /** Map: moves or adds an entry to the front; key and value follow. */
  public void editPutFirst() {
    edit(Edit.PUT_FIRST);
  }

  /** Map: removes an entry if it is there; the key follows. */
  public void editRemove() {
    edit(Edit.REMOVE);
  }

  /** Sequence as a set: appends an element unless it is there; the element follows. */
  public void editAdd() {
    edit(Edit.ADD);
  }

  /** Sequence as a set: moves or adds an element to the end; the element follows. */
  public void editAddLast() {
    edit(Edit.ADD_LAST);
  }

  /** Sequence as a set: moves or adds an element to the front; the element follows. */
  public void editAddFirst() {
    edit(Edit.ADD_FIRST);
  }

  /** Sequence as a set: removes an element if it is there; the element follows. */
  public void editDiscard() {
    edit(Edit.DISCARD);
  }

  /**
   * Sequence as a list, or array: replaces the {@code removed} elements from index {@code start} on
   * by {@code count} others, which follow: values, or in an array of primitives their fixed width.
   */
  public void editSplice(int start, int removed, int count) {
    edit(Edit.SPLICE);
    putVarint(start);
    putVarint(removed);
    putVarint(count);
  }

  /** Ends the delta: fills in its length. */
  public void endDelta() {
    if (!isDelta) {
      throw new IllegalStateException("no delta to end: position=" + position());
    }
    isDelta = false;
    end();
  }

  /**
   * Ends the node: fills in the length of its payload. One byte was kept for it, as most payloads
   * are shorter than 128 bytes; a longer payload is moved up by the bytes that its length needs.
   */
  public void endNode() {
    if (isDelta) {
      throw new IllegalStateException("a delta ended as a node: position=" + position());
    }
    end();
  }

  private void end() {
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

  /**
   * Takes back the node or delta that was begun last, ended or not, as if it had never been begun.
   */
  public void abandonNode(int positionBeforeNode) {
    if (lengthAt == NO_NODE) {
      nodeCount--;
    }
    position(positionBeforeNode);
    lengthAt = NO_NODE;
    isDelta = false;
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
