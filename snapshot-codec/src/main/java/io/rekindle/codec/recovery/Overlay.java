package io.rekindle.codec.recovery;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The nodes that the commits after a snapshot wrote, the latest content of each. Holds the bytes in
 * large chunks and five ints a node. Confined to one thread.
 */
final class Overlay {
  private static final int CHUNK_BYTES = 1 << 20;

  private final OidTable entryByOid = new OidTable();
  private final List<byte[]> chunks = new ArrayList<>();
  private byte[] chunk = new byte[0];
  private int chunkUsed;

  private int count;
  private int maxOid;
  private int[] oids = new int[1024];
  private int[] classIds = new int[1024];
  private int[] chunkIndexes = new int[1024];
  private int[] offsets = new int[1024];
  private int[] lengths = new int[1024];

  /** Copies the operations of a commit into a chunk; {@link #put} refers to that copy. */
  byte[] keep(byte[] bytes, int offset, int length) {
    if (chunk.length - chunkUsed < length) {
      chunk = new byte[Math.max(CHUNK_BYTES, length)];
      chunkUsed = 0;
      chunks.add(chunk);
    }
    System.arraycopy(bytes, offset, chunk, chunkUsed, length);
    chunkUsed += length;
    return chunk;
  }

  /** Where in the chunk the {@code length} bytes lie that were kept last. */
  int keptOffset(int length) {
    return chunkUsed - length;
  }

  /** Gives a node its latest content, which lies in the chunk that was kept last. */
  void put(int oid, int classId, int offset, int length) {
    int entry = entryByOid.get(oid) - 1;
    if (entry < 0) {
      entry = count++;
      if (entry == oids.length) {
        grow();
      }
      oids[entry] = oid;
      entryByOid.put(oid, entry + 1);
      maxOid = Math.max(maxOid, oid);
    }
    classIds[entry] = classId;
    chunkIndexes[entry] = chunks.size() - 1;
    offsets[entry] = offset;
    lengths[entry] = length;
  }

  private void grow() {
    int capacity = 2 * oids.length;
    oids = Arrays.copyOf(oids, capacity);
    classIds = Arrays.copyOf(classIds, capacity);
    chunkIndexes = Arrays.copyOf(chunkIndexes, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
  }

  boolean contains(int oid) {
    return count != 0 && entryByOid.get(oid) != 0;
  }

  int count() {
    return count;
  }

  int maxOid() {
    return maxOid;
  }

  /** One block for each class, nodes by rising oid. */
  List<NodeBlock> blocks(ClassTable classes) {
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      order[i] = (long) oids[i] << 32 | i;
    }
    Arrays.sort(order);
    int[] countByClass = new int[classes.maxId() + 1];
    for (int i = 0; i < count; i++) {
      classes.get(classIds[i]);
      countByClass[classIds[i]]++;
    }
    int[][] entriesByClass = new int[countByClass.length][];
    int[] filled = new int[countByClass.length];
    for (long packed : order) {
      int entry = (int) packed;
      int classId = classIds[entry];
      if (entriesByClass[classId] == null) {
        entriesByClass[classId] = new int[countByClass[classId]];
      }
      entriesByClass[classId][filled[classId]++] = entry;
    }
    List<NodeBlock> blocks = new ArrayList<>();
    for (int classId = 1; classId < entriesByClass.length; classId++) {
      if (entriesByClass[classId] != null) {
        blocks.add(new OverlayBlock(classes.get(classId), entriesByClass[classId]));
      }
    }
    return blocks;
  }

  private final class OverlayBlock implements NodeBlock {
    private final ClassDescriptor descriptor;
    private final int[] entries;

    OverlayBlock(ClassDescriptor descriptor, int[] entries) {
      this.descriptor = descriptor;
      this.entries = entries;
    }

    @Override
    public ClassDescriptor descriptor() {
      return descriptor;
    }

    @Override
    public int count() {
      return entries.length;
    }

    @Override
    public boolean isOverlay() {
      return true;
    }

    @Override
    public int byteCount() {
      return 0;
    }

    @Override
    public NodeCursor open() {
      return new OverlayCursor(entries);
    }
  }

  private final class OverlayCursor implements NodeCursor {
    private final int[] entries;
    private int next;
    private int entry;

    OverlayCursor(int[] entries) {
      this.entries = entries;
    }

    @Override
    public boolean next() {
      if (next == entries.length) {
        return false;
      }
      entry = entries[next++];
      return true;
    }

    @Override
    public void rewind() {
      next = 0;
    }

    @Override
    public int oid() {
      return oids[entry];
    }

    @Override
    public byte[] array() {
      return chunks.get(chunkIndexes[entry]);
    }

    @Override
    public int offset() {
      return offsets[entry];
    }

    @Override
    public int length() {
      return lengths[entry];
    }
  }
}
