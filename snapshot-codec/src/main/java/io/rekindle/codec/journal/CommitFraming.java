package io.rekindle.codec.journal;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.StateOutput;
import java.io.IOException;

/** Cuts commits into excerpts. Confined to one thread at a time. */
final class CommitFraming {
  /** Where excerpts go. */
  interface Target {
    /** Writes the first {@code length} bytes as one excerpt. */
    void write(byte[] bytes, int length) throws IOException;
  }

  private final JournalBase base;
  private final long epoch;
  private final int partBytes;
  private final Target target;
  private final ExcerptHeader header = new ExcerptHeader();
  private final StateOutput scratch = new StateOutput(1024);

  CommitFraming(JournalBase base, long epoch, int partBytes, Target target) {
    this.base = base;
    this.epoch = epoch;
    this.partBytes = partBytes;
    this.target = target;
  }

  /** How many excerpts a commit needs. */
  int parts(OperationOutput operations) {
    return Math.max(1, (operations.operationsLength() + partBytes - 1) / partBytes);
  }

  /** Writes the excerpt that begins a segment, after commit {@code lastSequence}. */
  void writeBase(long lastSequence, int flags) throws IOException {
    scratch.clear();
    scratch.reserve(ExcerptHeader.BYTES);
    scratch.position(ExcerptHeader.BYTES);
    base.write(scratch);
    int length = scratch.position() - ExcerptHeader.BYTES;
    header.write(
        scratch, 0, length, ExcerptHeader.BASE | flags, 0, epoch, lastSequence, base.startedMs());
    target.write(scratch.array(), ExcerptHeader.BYTES + length);
  }

  /**
   * Writes a commit; a small one in place.
   *
   * @param flags those of the first excerpt, besides BEGIN and END
   */
  void write(OperationOutput operations, long sequence, long timeMs, int flags) throws IOException {
    int parts = parts(operations);
    if (parts == 1) {
      int length = operations.operationsLength();
      int all = ExcerptHeader.BEGIN | ExcerptHeader.END | flags;
      header.write(operations, 0, length, all, 0, epoch, sequence, timeMs);
      target.write(operations.array(), ExcerptHeader.BYTES + length);
      return;
    }
    for (int part = 0; part < parts; part++) {
      int own =
          (part == 0 ? ExcerptHeader.BEGIN | flags : 0)
              | (part == parts - 1 ? ExcerptHeader.END : 0);
      writePart(operations, part, own, sequence, timeMs);
    }
  }

  private void writePart(
      OperationOutput operations, int part, int flags, long sequence, long timeMs)
      throws IOException {
    int from = part * partBytes;
    int length = Math.min(partBytes, operations.operationsLength() - from);
    scratch.clear();
    scratch.reserve(ExcerptHeader.BYTES);
    scratch.position(ExcerptHeader.BYTES);
    scratch.putBytes(operations.array(), OperationOutput.HEADER_BYTES + from, length);
    header.write(scratch, 0, length, flags, part, epoch, sequence, timeMs);
    target.write(scratch.array(), ExcerptHeader.BYTES + length);
  }
}
