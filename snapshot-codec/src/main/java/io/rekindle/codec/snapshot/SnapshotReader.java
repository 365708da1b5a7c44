package io.rekindle.codec.snapshot;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.store.StoreFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Reads a snapshot. Opening checks header and index; {@link #verify} checks every block; a block is
 * checked again when it is loaded. Confined to one thread. Keeps its file open, so that blocks can
 * be loaded even if the file is retired meanwhile.
 */
public final class SnapshotReader implements Closeable {
  /** Leaves nodes out of a cursor. */
  public interface Filter {
    /** True if the node is to be left out. */
    boolean skips(int oid);
  }

  /** Receives nodes and where they lie. */
  public interface NodeVisitor {
    /**
     * The payload of node {@code oid} is the {@code length} bytes from {@code position} of the file
     * on, see {@link #payload}; here they are in {@code bytes} from {@code offset} on.
     *
     * @return true to go on to the next node
     */
    boolean node(int oid, long position, byte[] bytes, int offset, int length);
  }

  private static final int VERIFIED_CHUNK_BYTES = 1 << 18;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final SnapshotHeader header;
  private final List<BlockEntry> index = new ArrayList<>();
  private final ClassTable classes = new ClassTable();
  private final Map<String, Integer> roots = new LinkedHashMap<>();

  /**
   * Opens a snapshot and reads header, index, classes and roots.
   *
   * @throws CorruptStateException if one of them is unsound
   */
  public SnapshotReader(Path file) throws IOException {
    this.file = file;
    channel = FileChannel.open(file, StandardOpenOption.READ);
    boolean opened = false;
    try {
      size = channel.size();
      if (size < SnapshotHeader.BYTES + SnapshotWriter.TRAILER_BYTES) {
        throw new CorruptStateException("truncated: size=" + size, file, size);
      }
      header = SnapshotHeader.read(bytes(0, SnapshotHeader.BYTES), file);
      readIndex();
      readClassesAndRoots();
      opened = true;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  private byte[] bytes(long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    read(offset, bytes, length);
    return bytes;
  }

  private void read(long offset, byte[] target, int length) throws IOException {
    if (StoreFiles.readFully(channel, ByteBuffer.wrap(target, 0, length), offset) < length) {
      throw new CorruptStateException("truncated: length=" + length, file, offset);
    }
  }

  private void readIndex() throws IOException {
    long trailerAt = size - SnapshotWriter.TRAILER_BYTES;
    StateInput trailer = new StateInput(bytes(trailerAt, SnapshotWriter.TRAILER_BYTES));
    long indexOffset = trailer.getLong();
    int indexLength = trailer.getInt();
    int indexCrc = trailer.getInt();
    if (trailer.getInt() != SnapshotWriter.TRAILER_MAGIC) {
      throw new CorruptStateException("truncated: no trailer", file, trailerAt);
    }
    if (indexLength < 0 || indexOffset < 0 || indexOffset + indexLength != trailerAt) {
      throw new CorruptStateException("bad trailer: indexOffset=" + indexOffset, file, trailerAt);
    }
    byte[] bytes = bytes(indexOffset, indexLength);
    if (SnapshotHeader.Checksum.of(bytes, 0, indexLength) != indexCrc) {
      throw new CorruptStateException("checksum mismatch: part=index", file, indexOffset);
    }
    StateInput input = new StateInput(bytes);
    long expected = SnapshotHeader.BYTES;
    long nodes = 0;
    while (input.remaining() > 0) {
      BlockEntry entry = BlockEntry.read(input);
      if (entry.offset() != expected) {
        throw new CorruptStateException(
            "misplaced block: offset=" + entry.offset() + ", expected=" + expected, file, expected);
      }
      expected += entry.length();
      nodes += entry.kind() == BlockEntry.NODES ? entry.count() : 0;
      index.add(entry);
    }
    if (expected != indexOffset
        || index.size() != header.blockCount()
        || nodes != header.nodeCount()) {
      throw new CorruptStateException(
          "index does not fit header: blocks="
              + index.size()
              + ", expected="
              + header.blockCount()
              + ", nodes="
              + nodes
              + ", expected="
              + header.nodeCount(),
          file,
          indexOffset);
    }
  }

  private void readClassesAndRoots() throws IOException {
    for (BlockEntry entry : index) {
      if (entry.kind() == BlockEntry.NODES) {
        continue;
      }
      StateInput input = new StateInput(load(entry));
      for (int i = 0; i < entry.count(); i++) {
        if (entry.kind() == BlockEntry.CLASSES) {
          classes.add(ClassDescriptor.read(input));
        } else {
          roots.put(input.getString(), input.getOid());
        }
      }
    }
  }

  private byte[] load(BlockEntry entry) throws IOException {
    byte[] bytes = bytes(entry.offset(), entry.length());
    check(entry, bytes);
    return bytes;
  }

  private void check(BlockEntry entry, byte[] bytes) {
    if (SnapshotHeader.Checksum.of(bytes, 0, entry.length()) != entry.crc()) {
      throw mismatch(entry);
    }
  }

  private CorruptStateException mismatch(BlockEntry entry) {
    return new CorruptStateException(
        "checksum mismatch: part=block, classId=" + entry.classId(), file, entry.offset());
  }

  /**
   * Reads every block and checks it.
   *
   * @throws CorruptStateException if one is unsound
   */
  public void verify() throws IOException {
    // A restart waits for it: read into a heap buffer, each byte would be copied once more.
    ByteBuffer chunk = ByteBuffer.allocateDirect(VERIFIED_CHUNK_BYTES);
    for (BlockEntry entry : index) {
      if (checksum(entry, chunk) != entry.crc()) {
        throw mismatch(entry);
      }
      if (entry.kind() == BlockEntry.NODES && classes.find(entry.classId()) == null) {
        throw new CorruptStateException(
            "block of an unknown class: classId=" + entry.classId(), file, entry.offset());
      }
    }
  }

  private int checksum(BlockEntry entry, ByteBuffer chunk) throws IOException {
    CRC32C crc = new CRC32C();
    int done = 0;
    while (done < entry.length()) {
      chunk.clear().limit(Math.min(chunk.capacity(), entry.length() - done));
      done += chunk.limit();
      if (StoreFiles.readFully(channel, chunk, entry.offset() + done - chunk.limit())
          < chunk.limit()) {
        throw new CorruptStateException("truncated: part=block", file, entry.offset());
      }
      crc.update(chunk.flip());
    }
    return (int) crc.getValue();
  }

  /** The snapshot's file. */
  public Path file() {
    return file;
  }

  /** Bytes in the file. */
  public long size() {
    return size;
  }

  /** The header. */
  public SnapshotHeader header() {
    return header;
  }

  /** The classes; not to be changed. */
  public ClassTable classes() {
    return classes;
  }

  /** Root names to oids, in the order they were written; not to be changed. */
  public Map<String, Integer> roots() {
    return roots;
  }

  /** The blocks of nodes, class by class, by rising oid within a class. */
  public List<NodeBlock> blocks(Filter filter) {
    List<NodeBlock> blocks = new ArrayList<>();
    for (BlockEntry entry : index) {
      if (entry.kind() == BlockEntry.NODES) {
        blocks.add(new StoredBlock(entry, classes.get(entry.classId()), filter));
      }
    }
    return blocks;
  }

  /** Reports the nodes of a class, by rising oid, until the visitor has enough. */
  public void visit(int classId, NodeVisitor visitor) throws IOException {
    for (BlockEntry entry : index) {
      if (entry.kind() != BlockEntry.NODES || entry.classId() != classId) {
        continue;
      }
      NodeCursor node = new StoredCursor(load(entry), entry.length(), null);
      while (node.next()) {
        long position = entry.offset() + node.offset();
        if (!visitor.node(node.oid(), position, node.array(), node.offset(), node.length())) {
          return;
        }
      }
    }
  }

  /** Reads one payload, whose place {@link #visit} told, after it checked the block around it. */
  public byte[] payload(long position, int length) throws IOException {
    return bytes(position, length);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private final class StoredBlock implements NodeBlock {
    private final BlockEntry entry;
    private final ClassDescriptor descriptor;
    private final Filter filter;

    StoredBlock(BlockEntry entry, ClassDescriptor descriptor, Filter filter) {
      this.entry = entry;
      this.descriptor = descriptor;
      this.filter = filter;
    }

    @Override
    public ClassDescriptor descriptor() {
      return descriptor;
    }

    @Override
    public int count() {
      return entry.count();
    }

    @Override
    public boolean isOverlay() {
      return false;
    }

    @Override
    public int byteCount() {
      return entry.length();
    }

    @Override
    public NodeCursor open() {
      return open(new BlockBuffer());
    }

    @Override
    public NodeCursor open(BlockBuffer buffer) {
      try {
        byte[] bytes = buffer.ofAtLeast(entry.length());
        read(entry.offset(), bytes, entry.length());
        check(entry, bytes);
        return new StoredCursor(bytes, entry.length(), filter);
      } catch (IOException e) {
        throw new UncheckedIOException("snapshot can't be read: file=" + file, e);
      }
    }
  }

  private static final class StoredCursor implements NodeCursor {
    private final byte[] bytes;
    private final StateInput input;
    private final Filter filter;
    private int oid;
    private int offset;
    private int length;

    StoredCursor(byte[] bytes, int length, Filter filter) {
      this.bytes = bytes;
      this.input = new StateInput(bytes, 0, length);
      this.filter = filter;
    }

    @Override
    public boolean next() {
      StateInput in = input;
      while (in.remaining() > 0) {
        oid = in.getOid();
        length = in.getVarint();
        offset = in.position();
        in.skip(length);
        if (filter == null || !filter.skips(oid)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void rewind() {
      input.position(0);
    }

    @Override
    public int oid() {
      return oid;
    }

    @Override
    public byte[] array() {
      return bytes;
    }

    @Override
    public int offset() {
      return offset;
    }

    @Override
    public int length() {
      return length;
    }
  }
}
