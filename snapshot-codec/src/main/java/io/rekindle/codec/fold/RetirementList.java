package io.rekindle.codec.fold;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.StateOutput;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Oids that no root led to when a snapshot was folded, and that the fold wants to forget. The
 * application's side adopts the list by an operation in a commit; from there on it writes such an
 * object anew if it is attached again, and a later fold may forget what is still unreachable. See
 * docs/restart-protocol.md, "Forgetting".
 *
 * <pre>
 *   0               4               8              12              16              24
 *   +---------------+---------------+---------------+---------------+---------------+
 *   | magic RKL1    | version       | id            | incarnation   | sequence      |
 *   +---------------+---------------+---------------+---------------+---------------+
 *   | count         | (oid - the one before):varint *               | CRC32C of all |
 *   +---------------+-----------------------------------------------+---------------+
 * </pre>
 *
 * @param id counts the lists of a name
 * @param incarnation the running one; a list of an earlier one means nothing any more
 * @param sequence the commit that the fold went up to
 * @param oids rising; not to be changed
 */
public record RetirementList(int id, int incarnation, long sequence, int[] oids) {
  /** "RKL1". */
  public static final int MAGIC = 'R' | 'K' << 8 | 'L' << 16 | '1' << 24;

  /** Of this format. */
  public static final int VERSION = 1;

  /** Writes the list into its file. */
  public void write(NameFolder folder) throws IOException {
    StoreFiles.createFolders(folder.retired());
    byte[] bytes = encode();
    StoreFiles.replace(folder.retirement(id), bytes, 0, bytes.length);
  }

  byte[] encode() {
    StateOutput output = new StateOutput(32 + 3 * oids.length);
    output.putInt(MAGIC);
    output.putInt(VERSION);
    output.putInt(id);
    output.putInt(incarnation);
    output.putLong(sequence);
    output.putInt(oids.length);
    int last = 0;
    for (int oid : oids) {
      output.putVarint(oid - last);
      last = oid;
    }
    output.putInt(crc(output.array(), output.position()));
    return output.toByteArray();
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /**
   * Reads a list.
   *
   * @throws CorruptStateException if it is unsound; nothing is lost with it but some disk space
   */
  public static RetirementList read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      return decode(bytes);
    } catch (CorruptStateException e) {
      throw e.in(file, 0);
    }
  }

  private static RetirementList decode(byte[] bytes) {
    StateInput input = new StateInput(bytes);
    int magic = input.getInt();
    int version = input.getInt();
    if (magic != MAGIC || version != VERSION) {
      throw input.corrupt(
          "no retirement list: magic=0x" + Integer.toHexString(magic) + ", version=" + version);
    }
    int id = input.getInt();
    int incarnation = input.getInt();
    long sequence = input.getLong();
    int count = input.getInt();
    if (count < 0 || count > input.remaining()) {
      throw input.corrupt("bad count: count=" + count);
    }
    int[] oids = new int[count];
    int last = 0;
    for (int i = 0; i < count; i++) {
      last += input.getVarint();
      oids[i] = last;
    }
    if (input.remaining() != 4 || crc(bytes, input.position()) != input.getInt()) {
      throw input.corrupt("checksum mismatch");
    }
    return new RetirementList(id, incarnation, sequence, oids);
  }
}
