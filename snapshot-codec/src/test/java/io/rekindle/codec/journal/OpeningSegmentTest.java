package io.rekindle.codec.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningSegmentTest {
  private static final JournalBase BASE = new JournalBase(1, 10, 42, 1, 1);

  @TempDir Path path;

  private final OperationOutput output = new OperationOutput();
  private NameFolder folder;
  private OpeningSegment opening;

  @BeforeEach
  void setUp() {
    folder = new NameFolder(path.resolve("name"));
    opening = new OpeningSegment(folder.openingSegment(1), BASE, 7);
  }

  private void append(JournalWriter journal, long sequence, int bytes) throws IOException {
    output.clear();
    output.beginNode(1, 1);
    output.putBytes(new byte[bytes], 0, bytes);
    output.endNode();
    journal.append(output, sequence, 1000 + sequence);
  }

  private List<Long> stored() throws IOException {
    List<Long> sequences = new ArrayList<>();
    JournalReader reader = new JournalReader(folder, 1);
    assertThat(reader.base()).isEqualTo(BASE);
    reader.read(10, Long.MAX_VALUE, (sequence, t, b, o, l, f, p) -> sequences.add(sequence));
    return sequences;
  }

  @Test
  void shouldReadOnInChronicleWhenItTookOver() throws Exception {
    append(opening, 11, 10);
    append(opening, 12, 700_000);
    opening.force();
    assertThat(opening.isForced()).isTrue();
    try (ChronicleJournal journal =
        ChronicleJournal.prepare(folder.journal(1), BASE, 7, JournalOptions.defaults())) {
      append(opening, 13, 1);
      assertThat(opening.isForced()).isFalse();
      journal.begin(opening.lastSequence(), opening.isForced());
      append(journal, 14, 10);
      assertThat(stored()).containsExactly(11L, 12L, 13L, 14L);
      assertThat(new JournalReader(folder, 1).sequenceBefore(1)).isEqualTo(13);
    }
  }

  @Test
  void shouldMakeNoFileWhenNothingIsCommitted() throws Exception {
    opening.force();
    opening.close();
    assertThat(folder.openingSegment(1)).doesNotExist();
    assertThat(folder.segments(1)).isEmpty();
  }

  @Test
  void shouldKeepFilePrivate() throws Exception {
    append(opening, 11, 10);
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.openingSegment(1))))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldStoreWhenThreadIsInterrupted() throws Exception {
    Thread.currentThread().interrupt();
    append(opening, 11, 10);
    opening.force();
    assertThat(Thread.interrupted()).isTrue();
    append(opening, 12, 10);
    assertThat(stored()).containsExactly(11L, 12L);
  }

  @Test
  void shouldRefuseWhenSequenceSkips() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> append(opening, 12, 10))
        .withMessageContaining("expected=11");
  }

  @Test
  void shouldEndBeforeTornCommitWhereverTheKillHit() throws Exception {
    append(opening, 11, 20);
    int acknowledged = (int) opening.bytesWritten();
    append(opening, 12, 20);
    byte[] whole = Files.readAllBytes(folder.openingSegment(1));
    for (int length = acknowledged; length < whole.length; length++) {
      Files.write(folder.openingSegment(1), java.util.Arrays.copyOf(whole, length));
      assertThat(stored()).as("bytes=%d of %d", length, whole.length).containsExactly(11L);
    }
  }

  @Test
  void shouldSayDamagedWhenSoundCommitsFollow() throws Exception {
    append(opening, 11, 20);
    int at = (int) opening.bytesWritten();
    append(opening, 12, 20);
    append(opening, 13, 20);
    byte[] bytes = Files.readAllBytes(folder.openingSegment(1));
    bytes[at + 50] ^= 1;
    Files.write(folder.openingSegment(1), bytes);
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(this::stored)
        .withMessageContaining("expected=12")
        .withMessageContaining("opening.seg");
  }

  @Test
  void shouldRepeatCommitInChronicleWhenItFailedHere() throws Exception {
    append(opening, 11, 20);
    // Stands for a write of which nobody knows whether it is there.
    append(opening, 12, 20);
    try (ChronicleJournal journal =
        ChronicleJournal.prepare(folder.journal(1), BASE, 7, JournalOptions.defaults())) {
      journal.begin(11, false);
      append(journal, 12, 30);
      append(journal, 13, 30);
      assertThat(stored()).containsExactly(11L, 12L, 13L);
    }
  }
}
