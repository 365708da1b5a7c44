package io.rekindle.benchmarks.contender;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * A bare append of some bytes to a Chronicle queue with its defaults: the floor under every
 * journal. It holds no state; its totals count what was appended.
 */
public final class AppendContender implements Contender {

  private final Bytes<?> payload;
  private ChronicleQueue queue;
  private ExcerptAppender appender;

  /**
   * A contender that appends excerpts of one size.
   *
   * @param payloadBytes their size, at least 16
   */
  public AppendContender(int payloadBytes) {
    payload = Bytes.allocateDirect(payloadBytes);
    payload.zeroOut(0, payloadBytes);
    payload.writeLimit(payloadBytes).writePosition(payloadBytes);
  }

  @Override
  public void open(Path directory) {
    queue = SingleChronicleQueueBuilder.binary(directory).build();
    appender = queue.createAppender();
  }

  @Override
  public void load(int accountCount) {}

  @Override
  public void firstCheckpoint() {}

  @Override
  public void changeOneField(long id, long amount) {
    append(id, amount);
  }

  @Override
  public void putNew(long id) {
    append(id, 0);
  }

  @Override
  public Totals totals() {
    long excerptCount = 0;
    long amountSum = 0;
    try (ExcerptTailer tailer = queue.createTailer()) {
      while (true) {
        try (DocumentContext document = tailer.readingDocument()) {
          if (!document.isPresent()) {
            return new Totals(excerptCount, amountSum, 0);
          }
          Bytes<?> excerpt = document.wire().bytes();
          excerptCount++;
          amountSum += excerpt.readLong(excerpt.readPosition() + Long.BYTES);
        }
      }
    }
  }

  @Override
  public boolean holdsAccounts() {
    return false;
  }

  @Override
  public void close() {
    appender.close();
    queue.close();
    payload.releaseLast();
  }

  private void append(long id, long amount) {
    payload.writeLong(0, id);
    payload.writeLong(Long.BYTES, amount);
    try (DocumentContext document = appender.writingDocument()) {
      document.wire().bytes().write(payload);
    }
  }
}
