package io.rekindle.codec.snapshot;

import io.rekindle.codec.StateInput;
import io.rekindle.codec.StateOutput;

/**
 * One block's line in a snapshot's index.
 *
 * <pre>
 * kind:u8 classId:varint count:varint offset:varint length:varint crc:u32
 * </pre>
 *
 * @param kind {@link #CLASSES}, {@link #ROOTS} or {@link #NODES}
 * @param classId the class of all nodes in the block, 0 for other kinds
 * @param count classes, roots or nodes in the block
 * @param offset where in the file it begins: protects from a misdirected block
 * @param length its bytes
 * @param crc CRC32C of them
 */
record BlockEntry(int kind, int classId, int count, long offset, int length, int crc) {
  /** {@code class*}. */
  static final int CLASSES = 1;

  /** {@code (name:string oid:varint)*}. */
  static final int ROOTS = 2;

  /** {@code (oid:varint length:varint payload)*} of one class, rising oids. */
  static final int NODES = 3;

  void write(StateOutput output) {
    output.putByte(kind);
    output.putVarint(classId);
    output.putVarint(count);
    output.putVarlong(offset);
    output.putVarint(length);
    output.putInt(crc);
  }

  static BlockEntry read(StateInput input) {
    BlockEntry entry =
        new BlockEntry(
            input.getUnsignedByte(),
            input.getVarint(),
            input.getVarint(),
            input.getVarlong(),
            input.getVarint(),
            input.getInt());
    if (entry.kind < CLASSES
        || entry.kind > NODES
        || entry.count < 0
        || entry.length < 0
        || entry.offset < 0) {
      throw input.corrupt("bad block entry: " + entry);
    }
    return entry;
  }
}
