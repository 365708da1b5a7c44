package io.rekindle.codec.snapshot;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.StateOutput;
import io.rekindle.codec.UnsupportedVersionException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of a snapshot.
 *
 * <pre>
 *   0               4               8                              16
 *   +---------------+---------------+-------------------------------+
 *   | magic RKS1    | version       | sequence                      |
 *   +---------------+---------------+-------------------------------+
 *   | epoch                         | time of commit, ms since 1970 |
 *   +---------------+---------------+---------------+---------------+  32
 *   | incarnation   | nextOid       | nextClassId   | retirement    |
 *   +---------------+---------------+---------------+---------------+  48
 *   | node count                    | block count   | CRC32C        |
 *   +-------------------------------+---------------+---------------+  64
 * </pre>
 *
 * @param sequence protects from taking a commit into account twice, or never
 * @param epoch number of the owner at that commit
 * @param timeMs time of that commit
 * @param incarnation protects from a snapshot that a replaced owner folded
 * @param nextOid protects from an oid that is used twice
 * @param nextClassId protects from a class id that is used twice
 * @param lastRetirement retirement lists up to this id are done with
 * @param nodeCount nodes in all blocks: protects from a forgotten block
 * @param blockCount blocks of any kind
 */
public record SnapshotHeader(
    long sequence,
    long epoch,
    long timeMs,
    int incarnation,
    int nextOid,
    int nextClassId,
    int lastRetirement,
    long nodeCount,
    int blockCount) {
  /** Bytes of a header. */
  public static final int BYTES = 64;

  /** "RKS1". */
  public static final int MAGIC = 'R' | 'K' << 8 | 'S' << 16 | '1' << 24;

  /** Of this format. */
  public static final int VERSION = 1;

  void write(StateOutput output) {
    int start = output.position();
    output.putInt(MAGIC);
    output.putInt(VERSION);
    output.putLong(sequence);
    output.putLong(epoch);
    output.putLong(timeMs);
    output.putInt(incarnation);
    output.putInt(nextOid);
    output.putInt(nextClassId);
    output.putInt(lastRetirement);
    output.putLong(nodeCount);
    output.putInt(blockCount);
    output.putInt(Checksum.of(output.array(), start, output.position() - start));
  }

  static SnapshotHeader read(byte[] bytes, Path file) {
    StateInput input = new StateInput(bytes);
    int magic = input.getInt();
    if (magic != MAGIC) {
      throw new CorruptStateException(
          "bad magic: magic=0x" + Integer.toHexString(magic) + ", expected=RKS1", file, 0);
    }
    int version = input.getInt();
    SnapshotHeader header =
        new SnapshotHeader(
            input.getLong(),
            input.getLong(),
            input.getLong(),
            input.getInt(),
            input.getInt(),
            input.getInt(),
            input.getInt(),
            input.getLong(),
            input.getInt());
    int stored = input.getInt();
    if (stored != Checksum.of(bytes, 0, BYTES - 4)) {
      throw new CorruptStateException("checksum mismatch: part=header", file, BYTES - 4);
    }
    if (version != VERSION) {
      throw new UnsupportedVersionException(version, VERSION, file);
    }
    return header;
  }

  /** CRC32C of a stretch of bytes. */
  static final class Checksum {
    private Checksum() {}

    static int of(byte[] bytes, int offset, int length) {
      CRC32C crc = new CRC32C();
      crc.update(bytes, offset, length);
      return (int) crc.getValue();
    }
  }
}
