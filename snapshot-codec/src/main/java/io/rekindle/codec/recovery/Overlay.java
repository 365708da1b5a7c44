package io.rekindle.codec.recovery;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.SnapshotReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The nodes that the commits after a snapshot wrote, the latest content of each. Holds the bytes in
 * large chunks and five ints a node. Confined to one thread.
 *
 * <p>Of a node that was changed by deltas it holds those, and where its content before them lies:
 * in a chunk, or in the snapshot. They are applied when a cursor reaches the node. The result is
 * kept if there is room for it, else made again for the next cursor: so reading costs no more
 * memory than {@link #MERGED_BYTES_MAX} and one node.
 */
final class Overlay {
  private static final int CHUNK_BYTES = 1 << 20;

  /** Bytes of applied deltas that are kept. */
  private static final long MERGED_BYTES_MAX = 64 << 20;

  /** A content of the snapshot up to this is copied when it is found. */
  private static final int COPIED_BYTES_MAX = 1 << 10;

  /** In place of a chunk: the content lies in the snapshot. */
  private static final int IN_SNAPSHOT = -1;

  private final SnapshotReader snapshot;
  private final OidTable entryByOid = new OidTable();
  private final DeltaLog deltas = new DeltaLog();
  private final List<byte[]> chunks = new ArrayList<>();
  private byte[] chunk = new byte[0];
  private int chunkIndex;
  private int chunkUsed;
  private long mergedBytesMax = MERGED_BYTES_MAX;
  private long mergedBytes;

  private int count;
  private int maxOid;
  private int[] oids = new int[1024];
  private int[] classIds = new int[1024];
  private int[] chunkIndexes = new int[1024];
  private int[] offsets = new int[1024];
  private int[] lengths = new int[1024];

  /** Where in the snapshot's file a content lies, by entry; 0 if it was not looked for. */
  private long[] snapshotPositions = new long[0];

  /** Lies over {@code snapshot}, or over nothing if it is null. */
  Overlay(SnapshotReader snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * Copies bytes, such as the operations of a commit, into a chunk; {@link #put} refers to that
   * copy.
   */
  byte[] keep(byte[] bytes, int offset, int length) {
    if (chunk.length - chunkUsed < length) {
      chunk = new byte[Math.max(CHUNK_BYTES, length)];
      chunkUsed = 0;
      chunkIndex = chunks.size();
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
      entry = add(oid);
    }
    deltas.clear(entry);
    classIds[entry] = classId;
    chunkIndexes[entry] = chunkIndex;
    offsets[entry] = offset;
    lengths[entry] = length;
  }

  /**
   * Changes the latest content of a node by a delta, which lies in the chunk that was kept last.
   *
   * @throws CorruptStateException if there is no such node of this class, as far as can be told
   *     without looking into the snapshot
   */
  void delta(int oid, int classId, int offset, int length, long sequence) {
    int entry = entryByOid.get(oid) - 1;
    if (entry < 0) {
      if (snapshot == null) {
        throw withoutBase(oid, classId, sequence);
      }
      entry = add(oid);
      classIds[entry] = classId;
      chunkIndexes[entry] = IN_SNAPSHOT;
    } else if (classIds[entry] != classId) {
      throw new CorruptStateException(
          "delta of another class than its node: oid="
              + oid
              + ", classId="
              + classId
              + ", of the node="
              + classIds[entry]
              + ", sequence="
              + sequence);
    }
    deltas.append(entry, chunkIndex, offset, length, sequence);
  }

  private static CorruptStateException withoutBase(int oid, int classId, long sequence) {
    return new CorruptStateException(
        "delta of a node that is not there: oid="
            + oid
            + ", classId="
            + classId
            + ", sequence="
            + sequence);
  }

  private int add(int oid) {
    int entry = count++;
    if (entry == oids.length) {
      grow();
    }
    oids[entry] = oid;
    entryByOid.put(oid, entry + 1);
    maxOid = Math.max(maxOid, oid);
    return entry;
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

  /**
   * One block for each class, nodes by rising oid.
   *
   * @throws CorruptStateException if a delta is of a node that is not there
   */
  List<NodeBlock> blocks(ClassTable classes) {
    int[][] entriesByClass = entriesByClass(classes);
    List<NodeBlock> blocks = new ArrayList<>();
    for (int classId = 1; classId < entriesByClass.length; classId++) {
      if (entriesByClass[classId] != null) {
        findInSnapshot(classId, entriesByClass[classId]);
        blocks.add(new OverlayBlock(this, classes.get(classId), entriesByClass[classId]));
      }
    }
    return blocks;
  }

  private int[][] entriesByClass(ClassTable classes) {
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
    return entriesByClass;
  }

  /** Finds the contents that lie in the snapshot, in one pass over its blocks of the class. */
  private void findInSnapshot(int classId, int[] entries) {
    int sought = 0;
    for (int entry : entries) {
      sought += chunkIndexes[entry] == IN_SNAPSHOT ? 1 : 0;
    }
    if (sought == 0) {
      return;
    }
    if (snapshotPositions.length < count) {
      snapshotPositions = Arrays.copyOf(snapshotPositions, count);
    }
    int[] left = {sought};
    try {
      snapshot.visit(
          classId,
          (oid, position, bytes, offset, length) -> {
            int entry = entryByOid.get(oid) - 1;
            if (entry >= 0 && chunkIndexes[entry] == IN_SNAPSHOT) {
              found(entry, position, bytes, offset, length);
              left[0]--;
            }
            return left[0] > 0;
          });
    } catch (IOException e) {
      throw unreadable(e);
    }
    for (int entry : entries) {
      if (chunkIndexes[entry] == IN_SNAPSHOT && snapshotPositions[entry] == 0) {
        throw withoutBase(oids[entry], classId, deltas.sequence(deltas.first(entry)));
      }
    }
  }

  /** A small content is copied, so that it need not be read again by itself. */
  private void found(int entry, long position, byte[] bytes, int offset, int length) {
    snapshotPositions[entry] = position;
    lengths[entry] = length;
    if (length <= COPIED_BYTES_MAX) {
      keep(bytes, offset, length);
      chunkIndexes[entry] = chunkIndex;
      offsets[entry] = keptOffset(length);
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("snapshot can't be read: file=" + snapshot.file(), e);
  }

  int oid(int entry) {
    return oids[entry];
  }

  /** True if deltas of the entry wait to be applied; then only {@link #merge} gives its content. */
  boolean hasDeltas(int entry) {
    return !deltas.isEmpty(entry);
  }

  byte[] array(int entry) {
    return chunks.get(chunkIndexes[entry]);
  }

  int offset(int entry) {
    return offsets[entry];
  }

  int length(int entry) {
    return lengths[entry];
  }

  /**
   * The content of an entry with its deltas applied; kept if there is room.
   *
   * @throws CorruptStateException if one does not fit
   */
  DeltaMerge merge(ClassDescriptor descriptor, int entry) {
    DeltaMerge merged = applyDeltas(descriptor, entry);
    keepMerged(entry, merged);
    return merged;
  }

  private DeltaMerge applyDeltas(ClassDescriptor descriptor, int entry) {
    int delta = deltas.first(entry);
    try {
      DeltaMerge merge =
          chunkIndexes[entry] == IN_SNAPSHOT
              ? new DeltaMerge(descriptor, stored(entry), 0, lengths[entry])
              : new DeltaMerge(descriptor, array(entry), offsets[entry], lengths[entry]);
      while (delta != DeltaLog.NONE) {
        byte[] bytes = chunks.get(deltas.chunkIndex(delta));
        merge.apply(bytes, deltas.offset(delta), deltas.length(delta));
        int next = deltas.next(delta);
        if (next == DeltaLog.NONE) {
          merge.finish();
        }
        delta = next;
      }
      return merge;
    } catch (CorruptStateException e) {
      throw new CorruptStateException(
          "delta can't be applied: oid="
              + oids[entry]
              + ", class="
              + descriptor.name()
              + ", sequence="
              + deltas.sequence(delta)
              + ": "
              + e.getMessage());
    }
  }

  private byte[] stored(int entry) {
    try {
      return snapshot.payload(snapshotPositions[entry], lengths[entry]);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Sets how many bytes of applied deltas are kept, in place of {@link #MERGED_BYTES_MAX}. */
  void keepAtMost(long bytes) {
    mergedBytesMax = bytes;
  }

  /** Makes the result of deltas the node's content, if there is room. */
  private void keepMerged(int entry, DeltaMerge merge) {
    if (mergedBytes + merge.array().length > mergedBytesMax) {
      return;
    }
    mergedBytes += merge.array().length;
    chunkIndexes[entry] = chunks.size();
    chunks.add(merge.array());
    offsets[entry] = merge.offset();
    lengths[entry] = merge.length();
    deltas.clear(entry);
  }
}
