package io.rekindle.codec.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.testkit.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariants checked: reading queue files plainly yields exactly the excerpts that Chronicle's own
 * tailer yields, whatever their sizes, across segments and index pages.
 */
class SegmentReaderTest {
  @TempDir Path folder;

  @Test
  void shouldReadWhatTheTailerReads() throws Exception {
    Random random = new Random(Seeds.next("SegmentReaderTest"));
    ChronicleSetup.SegmentClock clock = new ChronicleSetup.SegmentClock();
    try (SingleChronicleQueue queue = ChronicleSetup.open(folder, clock)) {
      try (ExcerptAppender appender = queue.createAppender()) {
        for (int i = 0; i < 20_000; i++) {
          byte[] bytes = new byte[1 + random.nextInt(i % 1000 == 0 ? 500_000 : 100)];
          random.nextBytes(bytes);
          try (DocumentContext context = appender.writingDocument(false)) {
            context.wire().bytes().write(bytes);
          }
          if (i % 6000 == 5999) {
            clock.segment(clock.segment() + 1);
          }
        }
      }
      List<Integer> hashes = new ArrayList<>();
      for (int segment = 0; segment <= clock.segment(); segment++) {
        readAll(ChronicleSetup.segmentFile(folder, segment), hashes);
      }

      List<Integer> expected = new ArrayList<>();
      try (ExcerptTailer tailer = queue.createTailer()) {
        while (true) {
          try (DocumentContext context = tailer.readingDocument()) {
            if (!context.isPresent()) {
              break;
            }
            Bytes<?> bytes = context.wire().bytes();
            byte[] copy = new byte[(int) bytes.readRemaining()];
            bytes.read(copy);
            expected.add(java.util.Arrays.hashCode(copy));
          }
        }
      }
      assertThat(expected).hasSize(20_000);
      assertThat(hashes).isEqualTo(expected);
    }
  }

  private static void readAll(Path file, List<Integer> hashes) throws Exception {
    try (SegmentReader reader = new SegmentReader(file)) {
      while (reader.next()) {
        byte[] bytes = new byte[reader.length()];
        reader.read(bytes, 0);
        hashes.add(java.util.Arrays.hashCode(bytes));
      }
      assertThat(reader.end()).isIn(SegmentReader.End.OPEN, SegmentReader.End.SEALED);
    }
  }
}
