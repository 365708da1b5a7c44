package io.rekindle.codec;

/** Receives the operations of a commit in their order. */
public interface OperationVisitor {
  /** A class was described. */
  void descriptor(ClassDescriptor descriptor);

  /**
   * A node was given its content.
   *
   * @param bytes holds the payload; not copied, and left alone by the reader afterwards
   */
  void node(int oid, int classId, byte[] bytes, int offset, int length);

  /**
   * Entries of a node were changed. The edits are not looked at yet: {@link DeltaReader} does that.
   *
   * @param bytes holds the edits; not copied, and left alone by the reader afterwards
   */
  void delta(int oid, int classId, byte[] bytes, int offset, int length);

  /** A root was set, or removed if {@code oid} is 0. */
  void root(String name, int oid);

  /** A retirement list was adopted. */
  void retired(int id);
}
