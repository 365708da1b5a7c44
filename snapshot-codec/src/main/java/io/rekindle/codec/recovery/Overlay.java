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
  /** With its header less than half of G1's smallest region, beyond which objects cost more. */
  private static final int CHUNK_BYTES = 1 << 18;

  /** Bytes of applied deltas that are kept. */
  private static final long MERGED_BYTES_MAX = 64 << 20;

  /** A content of the snapshot up to this is copied when it is found. */
  private static final int COPIED_BYTES_MAX = 1 << 10;

  /** In place of a chunk: the content lies in the snapshot. */
  static final int IN_SNAPSHOT = -1;

  // What an entry holds.
  static final int OID = 0;
  private static final int CLASS_ID = 1;
  static final int CHUNK = 2;
  static final int OFFSET = 3;
  static final int LENGTH = 4;
  static final int COLUMNS = 5;

  /** Some times as many as a processor can wait for. */
  private static final int PENDING_MAX = 128;

  private final SnapshotReader snapshot;
  private final OidTable entryByOid = new OidTable();
  private final DeltaLog deltas = new DeltaLog();
  private final List<byte[]> chunks = new ArrayList<>();
  private byte[] chunk = new byte[0];
  private int chunkIndex;
  private int chunkUsed;
  private long mergedBytesMax = MERGED_BYTES_MAX;
  private long mergedBytes;

  private int maxOid;
  private final IntRecords entries = new IntRecords(COLUMNS);

  /**
   * Contents that are not in the table yet. Entries are looked up all over memory; one after the
   * other, without anything in between, the processor waits for many of them at a time.
   */
  private final int[] pending = new int[PENDING_MAX * COLUMNS];

  private int pendingCount;

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
    if (pendingCount == PENDING_MAX) {
      settle();
    }
    int at = pendingCount++ * COLUMNS;
    pending[at + OID] = oid;
    pending[at + CLASS_ID] = classId;
    pending[at + CHUNK] = chunkIndex;
    pending[at + OFFSET] = offset;
    pending[at + LENGTH] = length;
  }

  /** Takes into the table what is pending, in the order it came. */
  private void settle() {
    int end = pendingCount * COLUMNS;
    pendingCount = 0;
    for (int at = 0; at < end; at += COLUMNS) {
      int oid = pending[at + OID];
      int entry = entryByOid.get(oid) - 1;
      if (entry < 0) {
        entry = add(oid);
      }
      deltas.clear(entry);
      entries.set(entry, CLASS_ID, pending[at + CLASS_ID]);
      place(entry, pending[at + CHUNK], pending[at + OFFSET], pending[at + LENGTH]);
    }
  }

  private void place(int entry, int chunkAt, int offset, int length) {
    int[] page = entries.page(entry);
    int at = entries.at(entry);
    page[at + CHUNK] = chunkAt;
    page[at + OFFSET] = offset;
    page[at + LENGTH] = length;
  }

  /**
   * Changes the latest content of a node by a delta, which lies in the chunk that was kept last.
   *
   * @throws CorruptStateException if there is no such node of this class, as far as can be told
   *     without looking into the snapshot
   */
  void delta(int oid, int classId, int offset, int length, long sequence) {
    settle();
    int entry = entryByOid.get(oid) - 1;
    if (entry < 0) {
      if (snapshot == null) {
        throw withoutBase(oid, classId, sequence);
      }
      entry = add(oid);
      entries.set(entry, CLASS_ID, classId);
      entries.set(entry, CHUNK, IN_SNAPSHOT);
    } else if (entries.get(entry, CLASS_ID) != classId) {
      throw new CorruptStateException(
          "delta of another class than its node: oid="
              + oid
              + ", classId="
              + classId
              + ", of the node="
              + entries.get(entry, CLASS_ID)
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
    int entry = entries.add();
    entries.set(entry, OID, oid);
    entryByOid.put(oid, entry + 1);
    maxOid = Math.max(maxOid, oid);
    return entry;
  }

  /** All contents and deltas were told of; from now on several threads may ask. */
  void complete() {
    settle();
  }

  boolean contains(int oid) {
    return entries.count() != 0 && entryByOid.get(oid) != 0;
  }

  int count() {
    return entries.count();
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
    int[][] entriesByClass = new int[classes.maxId() + 1][];
    int[] filled = new int[entriesByClass.length];
    for (int entry = 0; entry < entries.count(); entry++) {
      classes.get(entries.get(entry, CLASS_ID));
      filled[entries.get(entry, CLASS_ID)]++;
    }
    for (int classId = 0; classId < filled.length; classId++) {
      entriesByClass[classId] = filled[classId] == 0 ? null : new int[filled[classId]];
      filled[classId] = 0;
    }
    entryByOid.forEach(
        value -> {
          int classId = entries.get(value - 1, CLASS_ID);
          entriesByClass[classId][filled[classId]++] = value - 1;
        });
    return entriesByClass;
  }

  /** Finds the contents that lie in the snapshot, in one pass over its blocks of the class. */
  private void findInSnapshot(int classId, int[] ofClass) {
    int sought = 0;
    for (int entry : ofClass) {
      sought += entries.get(entry, CHUNK) == IN_SNAPSHOT ? 1 : 0;
    }
    if (sought == 0) {
      return;
    }
    if (snapshotPositions.length < entries.count()) {
      snapshotPositions = Arrays.copyOf(snapshotPositions, entries.count());
    }
    int[] left = {sought};
    try {
      snapshot.visit(
          classId,
          (oid, position, bytes, offset, length) -> {
            int entry = entryByOid.get(oid) - 1;
            if (entry >= 0 && entries.get(entry, CHUNK) == IN_SNAPSHOT) {
              found(entry, position, bytes, offset, length);
              left[0]--;
            }
            return left[0] > 0;
          });
    } catch (IOException e) {
      throw unreadable(e);
    }
    for (int entry : ofClass) {
      if (entries.get(entry, CHUNK) == IN_SNAPSHOT && snapshotPositions[entry] == 0) {
        throw withoutBase(entries.get(entry, OID), classId, deltas.sequence(deltas.first(entry)));
      }
    }
  }

  /** A small content is copied, so that it need not be read again by itself. */
  private void found(int entry, long position, byte[] bytes, int offset, int length) {
    snapshotPositions[entry] = position;
    entries.set(entry, LENGTH, length);
    if (length <= COPIED_BYTES_MAX) {
      keep(bytes, offset, length);
      place(entry, chunkIndex, keptOffset(length), length);
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("snapshot can't be read: file=" + snapshot.file(), e);
  }

  /** True if deltas of the entry wait to be applied; then only {@link #merge} gives its content. */
  boolean hasDeltas(int entry) {
    return !deltas.isEmpty(entry);
  }

  /**
   * Copies the {@code count} entries that {@code ofClass} holds from {@code from} on into {@code
   * target}, {@link #COLUMNS} ints each, and fetches the first bytes of their contents: the
   * processor waits for many at a time then, as in {@link #settle}. Of an entry with deltas the
   * copy says no more than that its content does not lie in a chunk.
   *
   * @return of no meaning; to be kept, so that nothing of this is left out as useless
   */
  int lookAhead(int[] ofClass, int from, int count, int[] target) {
    for (int i = 0; i < count; i++) {
      int entry = ofClass[from + i];
      System.arraycopy(entries.page(entry), entries.at(entry), target, i * COLUMNS, COLUMNS);
      if (hasDeltas(entry)) {
        target[i * COLUMNS + CHUNK] = IN_SNAPSHOT;
      }
    }
    int fetched = 0;
    for (int at = 0; at < count * COLUMNS; at += COLUMNS) {
      if (target[at + CHUNK] != IN_SNAPSHOT && target[at + LENGTH] > 0) {
        fetched += chunks.get(target[at + CHUNK])[target[at + OFFSET]];
      }
    }
    return fetched;
  }

  byte[] chunk(int index) {
    return chunks.get(index);
  }

  byte[] array(int entry) {
    return chunks.get(entries.get(entry, CHUNK));
  }

  int offset(int entry) {
    return entries.get(entry, OFFSET);
  }

  int length(int entry) {
    return entries.get(entry, LENGTH);
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
          entries.get(entry, CHUNK) == IN_SNAPSHOT
              ? new DeltaMerge(descriptor, stored(entry), 0, entries.get(entry, LENGTH))
              : new DeltaMerge(
                  descriptor, array(entry), entries.get(entry, OFFSET), entries.get(entry, LENGTH));
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
              + entries.get(entry, OID)
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
      return snapshot.payload(snapshotPositions[entry], entries.get(entry, LENGTH));
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
    place(entry, chunks.size(), merge.offset(), merge.length());
    chunks.add(merge.array());
    deltas.clear(entry);
  }
}
