package io.rekindle.codec.snapshot;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.StateOutput;
import io.rekindle.codec.store.StoreFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a snapshot into a file of a temporary name, block by block. Classes come first, then
 * roots, then nodes, class by class, by rising oid. Confined to one thread; holds one block in
 * memory.
 *
 * <pre>
 *   +--------+---------+-----+---------+-------+---------+
 *   | header | block   | ... | block   | index | trailer |
 *   +--------+---------+-----+---------+-------+---------+
 *   trailer := indexOffset:i64 indexLength:i32 indexCrc:u32 magic "RKSE":u32
 * </pre>
 */
public final class SnapshotWriter implements Closeable {
  /** A block is closed when it has grown to this. */
  static final int BLOCK_BYTES = 1 << 18;

  /** Bytes of a trailer. */
  static final int TRAILER_BYTES = 20;

  /** "RKSE". */
  static final int TRAILER_MAGIC = 'R' | 'K' << 8 | 'S' << 16 | 'E' << 24;

  private final Path file;
  private final FileChannel channel;
  private final StateOutput block = new StateOutput(BLOCK_BYTES + (64 << 10));
  private final List<BlockEntry> index = new ArrayList<>();
  private long position = SnapshotHeader.BYTES;
  private int blockClass;
  private int blockCount;
  private int lastOid;
  private long nodeCount;

  /** Begins a snapshot in {@code temporary}, which is overwritten. */
  public SnapshotWriter(Path temporary) throws IOException {
    file = temporary;
    Files.deleteIfExists(temporary);
    channel = StoreFiles.open(temporary);
  }

  /** Writes all class descriptors. */
  public void classes(List<ClassDescriptor> classes) throws IOException {
    for (ClassDescriptor descriptor : classes) {
      descriptor.write(block);
      blockCount++;
      if (block.position() >= BLOCK_BYTES) {
        endBlock(BlockEntry.CLASSES);
      }
    }
    endBlock(BlockEntry.CLASSES);
  }

  /** Writes all roots. */
  public void roots(Map<String, Integer> roots) throws IOException {
    for (Map.Entry<String, Integer> root : roots.entrySet()) {
      block.putString(root.getKey());
      block.putVarint(root.getValue());
      blockCount++;
      if (block.position() >= BLOCK_BYTES) {
        endBlock(BlockEntry.ROOTS);
      }
    }
    endBlock(BlockEntry.ROOTS);
  }

  /** Writes a node; all nodes of a class in succession, by rising oid. */
  public void node(int classId, int oid, byte[] bytes, int offset, int length) throws IOException {
    if (classId != blockClass) {
      endBlock(BlockEntry.NODES);
      blockClass = classId;
      lastOid = 0;
    } else if (block.position() > 0 && block.position() + length > BLOCK_BYTES) {
      endBlock(BlockEntry.NODES);
    }
    if (oid <= lastOid) {
      throw new IllegalStateException("oids do not rise: oid=" + oid + ", last=" + lastOid);
    }
    block.putVarint(oid);
    block.putVarint(length);
    block.putBytes(bytes, offset, length);
    lastOid = oid;
    blockCount++;
    nodeCount++;
  }

  private void endBlock(int kind) throws IOException {
    if (blockCount == 0) {
      return;
    }
    int length = block.position();
    int crc = SnapshotHeader.Checksum.of(block.array(), 0, length);
    int classId = kind == BlockEntry.NODES ? blockClass : 0;
    index.add(new BlockEntry(kind, classId, blockCount, position, length, crc));
    writeBlock();
    blockCount = 0;
  }

  private void writeBlock() throws IOException {
    int length = block.position();
    StoreFiles.writeFully(channel, ByteBuffer.wrap(block.array(), 0, length), position);
    position += length;
    block.clear();
  }

  /**
   * Ends the snapshot and forces it; its name is still the temporary one.
   *
   * @param header counts of nodes and blocks are filled in here
   */
  public SnapshotHeader finish(SnapshotHeader header) throws IOException {
    endBlock(BlockEntry.NODES);
    long indexOffset = position;
    for (BlockEntry entry : index) {
      entry.write(block);
    }
    int indexLength = block.position();
    int indexCrc = SnapshotHeader.Checksum.of(block.array(), 0, indexLength);
    block.putLong(indexOffset);
    block.putInt(indexLength);
    block.putInt(indexCrc);
    block.putInt(TRAILER_MAGIC);
    writeBlock();

    SnapshotHeader complete =
        new SnapshotHeader(
            header.sequence(),
            header.epoch(),
            header.timeMs(),
            header.incarnation(),
            header.nextOid(),
            header.nextClassId(),
            header.lastRetirement(),
            nodeCount,
            index.size());
    complete.write(block);
    StoreFiles.writeFully(channel, ByteBuffer.wrap(block.array(), 0, block.position()), 0);
    channel.force(true);
    return complete;
  }

  /** Bytes written so far. */
  public long bytesWritten() {
    return position;
  }

  /** The file that is written. */
  public Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
