package io.rekindle.codec.journal;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.StateOutput;
import java.util.zip.CRC32C;

/**
 * The first 40 bytes of every excerpt. Mutable, reused from excerpt to excerpt; confined to one
 * thread.
 *
 * <pre>
 *   0               4     5     6       8               12              16
 *   +---------------+-----+-----+-------+---------------+---------------+
 *   | magic RKJ1    | ver | flg | part  | length of ops | CRC32C        |
 *   +---------------+-----+-----+-------+---------------+---------------+
 *   | epoch                             | sequence                      |
 *   +-----------------------------------+-------------------------------+  32
 *   | time of commit, ms since 1970     | operations ...
 *   +-----------------------------------+
 *                                       40
 * </pre>
 *
 * <ul>
 *   <li>magic, version: protect against reading something that is not ours, or not yet ours
 *   <li>part: protects against a missing middle of a commit that spans excerpts
 *   <li>CRC32C of the bytes from 16 on, then of the first 12: protects against torn pages, bit rot
 *   <li>epoch: protects against an owner that was replaced and does not know it yet
 *   <li>sequence: protects against missing and misplaced commits
 * </ul>
 */
public final class ExcerptHeader {
  /** Bytes of a header. */
  public static final int BYTES = OperationOutput.HEADER_BYTES;

  /** "RKJ1". */
  public static final int MAGIC = 'R' | 'K' << 8 | 'J' << 16 | '1' << 24;

  /** Of this format. */
  public static final int VERSION = 1;

  /** Flag: first excerpt of a commit. */
  public static final int BEGIN = 1;

  /** Flag: last excerpt of a commit; without it the commit never happened. */
  public static final int END = 2;

  /** Flag: no commit but the {@link JournalBase} that begins a segment. */
  public static final int BASE = 4;

  /** Flag: all excerpts before this one were on the device when it was written. */
  public static final int FORCED = 8;

  static final int SEQUENCE_AT = 24;
  private static final int CRC_AT = 12;
  private static final int CRC_FROM = 16;

  private final StateInput input = new StateInput();
  private final CRC32C crc = new CRC32C();

  private int magic;
  private int version;
  private int flags;
  private int part;
  private int length;
  private int storedCrc;
  private long epoch;
  private long sequence;
  private long timeMs;

  /**
   * Fills in the header in front of operations that are in place already.
   *
   * @param at where the header begins in {@code output}; the operations follow it
   */
  void write(
      StateOutput output,
      int at,
      int operationsLength,
      int flags,
      int part,
      long epoch,
      long sequence,
      long timeMs) {
    output.setInt(at, MAGIC);
    output.setInt(at + 4, VERSION | flags << 8 | part << 16);
    output.setInt(at + 8, operationsLength);
    output.setLong(at + 16, epoch);
    output.setLong(at + SEQUENCE_AT, sequence);
    output.setLong(at + 32, timeMs);
    output.setInt(at + CRC_AT, crc(output.array(), at, operationsLength));
  }

  private int crc(byte[] bytes, int at, int operationsLength) {
    crc.reset();
    crc.update(bytes, at + CRC_FROM, BYTES - CRC_FROM + operationsLength);
    crc.update(bytes, at, CRC_AT);
    return (int) crc.getValue();
  }

  /** Takes over the 40 bytes at {@code offset}, sound or not. */
  public void read(byte[] bytes, int offset) {
    input.reset(bytes, offset, BYTES);
    magic = input.getInt();
    version = input.getUnsignedByte();
    flags = input.getUnsignedByte();
    part = input.getShort() & 0xFFFF;
    length = input.getInt();
    storedCrc = input.getInt();
    epoch = input.getLong();
    sequence = input.getLong();
    timeMs = input.getLong();
  }

  /**
   * Why an excerpt of {@code excerptLength} bytes can't have this header, or null if it can. The
   * bytes behind the header are not looked at, see {@link #faultOf}.
   */
  public String headerFault(long excerptLength) {
    if (magic != MAGIC) {
      return "bad magic: magic=0x" + Integer.toHexString(magic) + ", expected=RKJ1";
    }
    if (version != VERSION) {
      return "unknown version: version=" + version + ", expected=" + VERSION;
    }
    // Chronicle may pad an excerpt up to its alignment, never by more.
    if (length < 0
        || excerptLength < BYTES + (long) length
        || excerptLength > BYTES + length + 7L) {
      return "bad length: length=" + length + ", excerpt=" + excerptLength;
    }
    return null;
  }

  /** Why the excerpt at {@code offset}, whose header this is, is unsound, or null if it is not. */
  public String faultOf(byte[] bytes, int offset, int excerptLength) {
    String fault = headerFault(excerptLength);
    if (fault == null && crc(bytes, offset, length) != storedCrc) {
      fault =
          "checksum mismatch: sequence="
              + sequence
              + ", stored=0x"
              + Integer.toHexString(storedCrc);
    }
    return fault;
  }

  /** True if the excerpt at {@code offset} is sound but for its version. */
  public boolean isOtherVersion(byte[] bytes, int offset) {
    return magic == MAGIC
        && version != VERSION
        && length >= 0
        && length <= bytes.length - offset - BYTES
        && crc(bytes, offset, length) == storedCrc;
  }

  /** The format version. */
  public int version() {
    return version;
  }

  /** True if all bits of {@code flag} are set. */
  public boolean has(int flag) {
    return (flags & flag) == flag;
  }

  /** Number of the excerpt within its commit, from 0, modulo 65536. */
  public int part() {
    return part;
  }

  /** Bytes of operations in this excerpt. */
  public int length() {
    return length;
  }

  /** Number of the owner that wrote it. */
  public long epoch() {
    return epoch;
  }

  /** Number of the commit; in a BASE, of the last commit before the segment. */
  public long sequence() {
    return sequence;
  }

  /** Time of the commit, ms since 1970. */
  public long timeMs() {
    return timeMs;
  }
}
