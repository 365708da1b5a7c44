package io.rekindle.codec.journal;

import io.rekindle.codec.LittleEndian;
import io.rekindle.codec.store.StoreFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads the excerpts of one Chronicle queue file without Chronicle, by plain file reading. Confined
 * to one thread. A queue file is a sequence of documents, each after a header word at an offset
 * that is a multiple of 4:
 *
 * <pre>
 *   31         30         29                    0
 *   +----------+----------+---------------------+
 *   | not      | metadata | length in bytes     |   0: nothing was written from here on
 *   | complete |          |                     |   0xC0000000: end of the file's data
 *   +----------+----------+---------------------+
 *   | document, zeros up to a multiple of 4     |
 *   +-------------------------------------------+
 * </pre>
 *
 * <p>Metadata (the file's header, index pages) is stepped over. What {@code writingDocument} wrote
 * with {@code Bytes.write} is the document as it is, with nothing before it.
 */
public final class SegmentReader implements Closeable {
  /** How the excerpts of a segment came to an end. */
  public enum End {
    /** Not there yet. */
    NONE,
    /** Nothing was written from here on; the writer may come back. */
    OPEN,
    /** The writer went on to the next segment. */
    SEALED,
    /** A document was begun and not completed. */
    INCOMPLETE,
    /** The header word leads beyond the end of the file. */
    OVERRUN;

    /** True if no sound writer leaves a segment like this. */
    boolean isFault() {
      return this == INCOMPLETE || this == OVERRUN;
    }
  }

  /** What {@link #inWindow} returns if an excerpt is not all there. */
  static final int NOT_IN_WINDOW = -1;

  private static final int NOT_COMPLETE = 0x8000_0000;
  private static final int METADATA = 0x4000_0000;
  private static final int END_OF_DATA = NOT_COMPLETE | METADATA;
  private static final int LENGTH_MASK = 0x3FFF_FFFF;
  private static final int WORD_BYTES = 4;
  private static final int WINDOW_BYTES = 256 << 10;

  /** For readers of a few excerpts. */
  static final int SMALL_WINDOW_BYTES = 4 << 10;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final byte[] window;
  private final ByteBuffer windowBuffer;
  private long windowStart;
  private int windowLength;

  private long next;
  private long position;
  private int length;
  private End end = End.NONE;

  /** Opens a segment before its first excerpt. */
  public SegmentReader(Path file) throws IOException {
    this(file, WINDOW_BYTES);
  }

  /** The same, reading {@code windowBytes} ahead. */
  SegmentReader(Path file, int windowBytes) throws IOException {
    this.file = file;
    this.window = new byte[windowBytes];
    this.windowBuffer = ByteBuffer.wrap(window);
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.size = channel.size();
  }

  /** The segment's file. */
  public Path file() {
    return file;
  }

  /** Bytes in the file when it was opened. */
  public long size() {
    return size;
  }

  /** Moves to the next excerpt; false if there is none, then {@link #end} says why. */
  public boolean next() throws IOException {
    if (end != End.NONE) {
      return false;
    }
    while (true) {
      position = next;
      if (next + WORD_BYTES > size) {
        return ended(End.OPEN);
      }
      int word = intAt(next);
      if (word == 0) {
        return ended(End.OPEN);
      }
      if (word == END_OF_DATA) {
        return ended(End.SEALED);
      }
      if ((word & NOT_COMPLETE) != 0) {
        return ended(End.INCOMPLETE);
      }
      length = lengthOf(word);
      long start = next + WORD_BYTES;
      if (start + length > size) {
        return ended(End.OVERRUN);
      }
      next = start + length + (-length & 3);
      if ((word & METADATA) == 0) {
        position = start;
        return true;
      }
    }
  }

  /** The bytes of the document behind {@code word}, complete or not. */
  static int lengthOf(int word) {
    return word & LENGTH_MASK;
  }

  private boolean ended(End how) {
    end = how;
    length = 0;
    return false;
  }

  /** Offset of the excerpt's first byte, or, at the end, of the header word that was not one. */
  public long position() {
    return position;
  }

  /** Bytes of the excerpt, padding of Chronicle's included. */
  public int length() {
    return length;
  }

  /** How the segment ended; {@link End#NONE} before {@link #next} returned false. */
  public End end() {
    return end;
  }

  /** Makes the next excerpt the one at {@code excerptPosition}, as {@link #position} gave it. */
  public void seek(long excerptPosition) {
    next = excerptPosition - WORD_BYTES;
    end = End.NONE;
  }

  /**
   * Takes the header of the excerpt; false if the excerpt is too short to have one.
   *
   * @param header is changed only if true is returned
   */
  public boolean readHeader(ExcerptHeader header) throws IOException {
    if (length < ExcerptHeader.BYTES) {
      return false;
    }
    ensure(position, ExcerptHeader.BYTES);
    header.read(window, (int) (position - windowStart));
    return true;
  }

  /**
   * Where the excerpt lies in {@link #window}, all of it, until the reader moves on; or {@link
   * #NOT_IN_WINDOW}: then it has to be {@link #read}.
   */
  int inWindow() {
    return position >= windowStart && position + length <= windowStart + windowLength
        ? (int) (position - windowStart)
        : NOT_IN_WINDOW;
  }

  /** What was read ahead; not to be changed. */
  byte[] window() {
    return window;
  }

  /** The number of the commit that the excerpt claims to be of, or -1 if it has no header. */
  long peekSequence() throws IOException {
    if (length < ExcerptHeader.BYTES) {
      return -1;
    }
    ensure(position, ExcerptHeader.BYTES);
    int at = (int) (position - windowStart);
    return LittleEndian.getInt(window, at) == ExcerptHeader.MAGIC
        ? LittleEndian.getLong(window, at + ExcerptHeader.SEQUENCE_AT)
        : -1;
  }

  /** Copies the excerpt, {@link #length} bytes, into {@code target}. */
  public void read(byte[] target, int offset) throws IOException {
    read(position, target, offset, length);
  }

  /** Copies bytes from anywhere in the file; returns how many there were. */
  public int read(long from, byte[] target, int offset, int count) throws IOException {
    if (from >= windowStart && from + count <= windowStart + windowLength) {
      System.arraycopy(window, (int) (from - windowStart), target, offset, count);
      return count;
    }
    if (count > window.length / 2) {
      return StoreFiles.readFully(channel, ByteBuffer.wrap(target, offset, count), from);
    }
    fill(from);
    int available = Math.min(count, windowLength);
    System.arraycopy(window, 0, target, offset, available);
    return available;
  }

  private int intAt(long at) throws IOException {
    ensure(at, WORD_BYTES);
    return LittleEndian.getInt(window, (int) (at - windowStart));
  }

  private void ensure(long at, int count) throws IOException {
    if (at < windowStart || at + count > windowStart + windowLength) {
      fill(at);
      if (windowLength < count) {
        throw new IOException("segment shrank while it was read: file=" + file + ", offset=" + at);
      }
    }
  }

  private void fill(long at) throws IOException {
    windowBuffer.clear();
    windowStart = at;
    windowLength = 0;
    windowLength = StoreFiles.readFully(channel, windowBuffer, at);
    windowBuffer.clear();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
