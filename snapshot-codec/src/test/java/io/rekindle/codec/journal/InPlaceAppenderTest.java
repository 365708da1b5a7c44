package io.rekindle.codec.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.testkit.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariants checked: what was partly written in place is to Chronicle a queue like any other. Its
 * tailer reads the same excerpts as we do, under consecutive indexes, across blocks, index pages
 * and segments; it finds each of them by its index; and knows which is the last.
 */
@Timeout(120)
class InPlaceAppenderTest {

  private static final int COMMITS = 60_000;
  private static final int LOOK_UPS = 2_000;

  @TempDir Path path;

  private final OperationOutput output = new OperationOutput();
  private final ChronicleSetup.SegmentClock clock = new ChronicleSetup.SegmentClock();
  private final Random random = new Random(Seeds.next("InPlaceAppenderTest"));

  @Test
  void shouldBeReadByChronicle() throws Exception {
    NameFolder folder = new NameFolder(path.resolve("name"));
    // More than a block of mapped memory, and some segments.
    write(folder, new JournalOptions(20 << 20, JournalOptions.PART_BYTES_DEFAULT, 256 << 10));
    List<Integer> hashes = new ArrayList<>();
    List<Path> segments = folder.segments(1);
    for (Path segment : segments) {
      readAll(segment, hashes);
    }
    assertThat(hashes).hasSize(COMMITS + segments.size());
    assertThat(segments.size()).isGreaterThan(1);

    clock.segment(segments.size() - 1);
    try (SingleChronicleQueue queue = ChronicleSetup.open(folder.journal(1), clock);
        ExcerptTailer tailer = queue.createTailer()) {
      List<Long> indexes = new ArrayList<>();
      for (int expected : hashes) {
        assertThat(read(tailer, indexes)).isEqualTo(expected);
      }
      assertThat(read(tailer, new ArrayList<>())).isNull();
      for (int i = 1; i < indexes.size(); i++) {
        long number = ChronicleSetup.numberInSegment(indexes.get(i));
        assertThat(number).isIn(0L, ChronicleSetup.numberInSegment(indexes.get(i - 1)) + 1);
      }
      for (int i = 0; i < LOOK_UPS; i++) {
        int at = random.nextInt(hashes.size());
        assertThat(tailer.moveToIndex(indexes.get(at))).as("index %s", at).isTrue();
        assertThat(read(tailer, new ArrayList<>())).as("index %s", at).isEqualTo(hashes.get(at));
      }
      assertThat(queue.lastIndex()).isEqualTo(indexes.get(indexes.size() - 1));
    }
  }

  private void write(NameFolder folder, JournalOptions options) throws Exception {
    JournalBase base = new JournalBase(1, 0, 42, 1, 1);
    try (ChronicleJournal journal = ChronicleJournal.create(folder.journal(1), base, 7, options)) {
      for (int sequence = 1; sequence <= COMMITS; sequence++) {
        byte[] payload = new byte[1 + random.nextInt(sequence % 1000 == 0 ? 500_000 : 300)];
        random.nextBytes(payload);
        output.clear();
        output.beginNode(1, 1);
        output.putBytes(payload, 0, payload.length);
        output.endNode();
        journal.append(output, sequence, sequence);
      }
    }
  }

  /** The hash of the next excerpt, null if there is none. */
  private static Integer read(ExcerptTailer tailer, List<Long> indexes) {
    try (DocumentContext context = tailer.readingDocument()) {
      if (!context.isPresent()) {
        return null;
      }
      indexes.add(context.index());
      Bytes<?> bytes = context.wire().bytes();
      byte[] copy = new byte[(int) bytes.readRemaining()];
      bytes.read(copy);
      return Arrays.hashCode(copy);
    }
  }

  private static void readAll(Path file, List<Integer> hashes) throws Exception {
    try (SegmentReader reader = new SegmentReader(file)) {
      while (reader.next()) {
        byte[] bytes = new byte[reader.length()];
        reader.read(bytes, 0);
        hashes.add(Arrays.hashCode(bytes));
      }
      assertThat(reader.end()).isIn(SegmentReader.End.OPEN, SegmentReader.End.SEALED);
    }
  }
}
