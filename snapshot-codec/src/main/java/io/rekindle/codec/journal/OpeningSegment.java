package io.rekindle.codec.journal;

import io.rekindle.codec.LittleEndian;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The first segment of an incarnation, written with plain file writes: the commits that come before
 * Chronicle is open, which takes a JVM that has just started half a second. Its bytes are framed as
 * those of a queue file, so that one reader reads both, see {@link SegmentReader}.
 *
 * <p>The file is made at the first commit. A plain write survives the death of the process as well
 * as one to mapped memory. Uses no channel: an interrupted thread would close it. All methods
 * belong to one thread at a time, but for {@link #force}: another thread may call that while one
 * appends, but none while one closes.
 */
public final class OpeningSegment implements JournalWriter {
  private static final int WORD_BYTES = 4;
  private static final int PART_BYTES = 256 << 10;

  private final Path file;
  private final CommitFraming framing;
  private RandomAccessFile opened;
  private byte[] buffer = new byte[1024];
  private long position;
  private volatile long forcedPosition;

  /** Of whole commits; others read it to see whether there is something to fold. */
  private volatile long bytesWritten;

  private long lastSequence;
  private boolean folderForced;
  private boolean broken;

  /**
   * A segment that is not there yet.
   *
   * @param epoch number of the owner that writes
   */
  public OpeningSegment(Path file, JournalBase base, long epoch) {
    this.file = file;
    this.framing = new CommitFraming(base, epoch, PART_BYTES, this::writeExcerpt);
    this.lastSequence = base.sequence();
  }

  /** The last commit, or the one before the segment. */
  public long lastSequence() {
    return lastSequence;
  }

  /** Whether all that was appended is on the device. */
  public boolean isForced() {
    return forcedPosition == position;
  }

  @Override
  public void append(OperationOutput operations, long sequence, long timeMs)
      throws JournalException {
    if (sequence != lastSequence + 1) {
      throw new IllegalArgumentException(
          "commit out of order: sequence=" + sequence + ", expected=" + (lastSequence + 1));
    }
    if (broken) {
      throw new JournalException("segment could not be cut back: file=" + file, null);
    }
    long before = position;
    try {
      if (opened == null) {
        open();
      }
      int flags = forcedFlag();
      framing.write(operations, sequence, timeMs, flags);
      lastSequence = sequence;
      bytesWritten = position;
    } catch (IOException e) {
      cutBack(before);
      throw new JournalFullException(
          "commit not stored: sequence=" + sequence + ", file=" + file + ": " + e, e);
    }
  }

  private void open() throws IOException {
    StoreFiles.createFolders(file.getParent());
    StoreFiles.open(file).close();
    opened = new RandomAccessFile(file.toFile(), "rw");
    opened.setLength(0);
    position = 0;
    framing.writeBase(lastSequence, ExcerptHeader.FORCED);
  }

  private int forcedFlag() {
    return isForced() ? ExcerptHeader.FORCED : 0;
  }

  private void writeExcerpt(byte[] bytes, int length) throws IOException {
    int padded = WORD_BYTES + length + (-length & 3);
    if (buffer.length < padded) {
      buffer = new byte[padded];
    }
    LittleEndian.putInt(buffer, 0, length);
    System.arraycopy(bytes, 0, buffer, WORD_BYTES, length);
    for (int i = WORD_BYTES + length; i < padded; i++) {
      buffer[i] = 0;
    }
    opened.write(buffer, 0, padded);
    position += padded;
  }

  /** What was written of a commit that failed must not be taken for a damaged one. */
  private void cutBack(long before) {
    if (opened == null) {
      return;
    }
    try {
      opened.setLength(before);
      opened.seek(before);
      position = before;
      if (before == 0) {
        close();
        opened = null;
      }
    } catch (IOException e) {
      broken = true;
    }
  }

  @Override
  public void force() throws JournalException {
    if (opened == null) {
      return;
    }
    // Forcing the folder takes a channel, which an interrupted thread could not use.
    boolean interrupted = Thread.interrupted();
    long whole = bytesWritten;
    try {
      opened.getFD().sync();
      if (!folderForced) {
        StoreFiles.forceFolder(file.getParent());
        folderForced = true;
      }
      forcedPosition = whole;
    } catch (IOException e) {
      throw new JournalException("commits can't be forced: file=" + file + ": " + e, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public long bytesWritten() {
    return bytesWritten;
  }

  @Override
  public void close() {
    try {
      if (opened != null) {
        opened.close();
      }
    } catch (IOException ignored) {
      // Nothing is buffered in it.
    }
  }
}
