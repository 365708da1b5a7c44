package io.rekindle.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.fold.Fold;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.journal.JournalException;
import io.rekindle.codec.journal.JournalFullException;
import io.rekindle.codec.journal.JournalOptions;
import io.rekindle.codec.journal.JournalReader;
import io.rekindle.codec.journal.OpeningSegment;
import io.rekindle.codec.journal.QueueJournal;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk fails while one journal hands over to the other, or while commits are forced. */
class EngineJournalTest {

  private static final JournalBase BASE = new JournalBase(1, 0, 42, 1, 1);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path path;

  private final OperationOutput output = new OperationOutput();
  private final List<Disk> queues = new CopyOnWriteArrayList<>();
  private NameFolder folder;
  private OpeningSegment opening;
  private EngineJournal journal;
  private String failsAt = "";

  @BeforeEach
  void setUp() throws Exception {
    folder = new NameFolder(path.resolve("name"));
    StoreFiles.createFolders(folder.incarnation(1));
    opening = new OpeningSegment(folder.openingSegment(1), BASE, 1);
    journal =
        new EngineJournal(
            folder.openingSegment(1),
            opening,
            folder.journal(1),
            () -> new Disk(),
            false,
            ApplicationStart.withoutClasses());
  }

  /** A queue on a disk that fails where the test says. */
  private final class Disk implements QueueJournal {
    @Override
    public void reserveAhead(long bytes) {}

    private final ChronicleJournal queue;

    Disk() throws IOException {
      queue = ChronicleJournal.prepare(folder.journal(1), BASE, 1, JournalOptions.defaults());
      queues.add(this);
    }

    @Override
    public void reserveFirst(OperationOutput operations) throws JournalException {
      if (failsAt.equals("reserve")) {
        throw new JournalFullException("No space left on device", null);
      }
      queue.reserveFirst(operations);
    }

    @Override
    public void begin(long sequence, boolean forced) throws JournalException {
      queue.begin(sequence, forced);
      if (failsAt.equals("begin")) {
        throw new JournalException("begun, but nobody knows", null);
      }
    }

    @Override
    public void renew() throws JournalException {
      queue.renew();
    }

    @Override
    public void append(OperationOutput operations, long sequence, long timeMs)
        throws JournalException {
      queue.append(operations, sequence, timeMs);
    }

    @Override
    public void force() throws JournalException {
      if (failsAt.equals("force")) {
        throw new JournalException("Input/output error", null);
      }
      queue.force();
    }

    @Override
    public long bytesWritten() {
      return queue.bytesWritten();
    }

    @Override
    public void close() {
      queue.close();
    }
  }

  private void append(long sequence) throws IOException {
    output.clear();
    output.root("root" + sequence, 0);
    journal.append(output, sequence, 1000 + sequence);
  }

  private List<Long> stored() throws IOException {
    List<Long> sequences = new ArrayList<>();
    new JournalReader(folder, 1)
        .read(0, Long.MAX_VALUE, (sequence, t, b, o, l, f, p) -> sequences.add(sequence));
    return sequences;
  }

  private void await(BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadlineNs).as("waited too long").isNegative();
      Thread.onSpinWait();
    }
  }

  /** Commits until {@code condition} holds; returns the last sequence. */
  private long appendUntil(BooleanSupplier condition, long from) throws IOException {
    long deadlineNs = System.nanoTime() + LIMIT.toNanos();
    long sequence = from;
    while (!condition.getAsBoolean()) {
      append(++sequence);
      assertThat(System.nanoTime() - deadlineNs).as("waited too long").isNegative();
      Thread.yield();
    }
    return sequence;
  }

  @Test
  void shouldGoOnInOpeningSegmentWhenQueueHasNoSpaceForCommit() throws Exception {
    failsAt = "reserve";
    long last = appendUntil(() -> queues.size() == 2, 0);
    assertThat(queues.get(0).bytesWritten()).isZero();
    failsAt = "";
    last = appendUntil(() -> queues.get(queues.size() - 1).bytesWritten() > 0, last);
    assertThat(stored()).hasSize((int) last);
  }

  @Test
  void shouldLeaveNothingOfQueueBehindWhenItFailedToBegin() throws Exception {
    failsAt = "begin";
    long last = appendUntil(() -> !queues.isEmpty(), 0);
    last = appendUntil(() -> !Files.exists(folder.journal(1)), last);
    append(++last);
    append(++last);
    // As of a snapshot that is older than the failed beginning, and as of one that is younger.
    assertThat(stored()).hasSize((int) last);
    List<Long> rest = new ArrayList<>();
    new JournalReader(folder, 1)
        .read(last - 1, Long.MAX_VALUE, (sequence, t, b, o, l, f, p) -> rest.add(sequence));
    assertThat(rest).containsExactly(last);
  }

  @Test
  void shouldStoreNothingUntilWrittenAnewWhenForcingFailed() throws Exception {
    long last = appendUntil(() -> !queues.isEmpty() && queues.get(0).bytesWritten() > 0, 0);
    failsAt = "force";
    assertThatThrownBy(journal::force).hasMessageContaining("Input/output error");
    failsAt = "";
    long failed = last;
    assertThatThrownBy(journal::force).hasMessageContaining("written anew");
    assertThatThrownBy(() -> append(failed + 1)).hasMessageContaining("written anew");

    Fold.run(folder, 1, last);
    journal.renew();
    append(last + 1);
    journal.force();
    // What could not be forced is lost with the power; what was stored since does not need it.
    Path suspect = folder.segments(1).get(folder.segments(1).size() - 2);
    Files.write(suspect, new byte[(int) Files.size(suspect)]);
    try (StateImage image = Recovery.open(folder)) {
      assertThat(image.sequence()).isEqualTo(last + 1);
    }
  }

  @Test
  void shouldGoOnInQueueWhenOpeningSegmentCouldNotBeForced() throws Exception {
    append(1);
    opening.close();
    assertThatThrownBy(journal::force).hasMessageContaining("can't be forced");
    assertThat(journal.isUnforced()).isTrue();
    Fold.run(folder, 1, 1);
    await(() -> isRenewed());
    append(2);
    journal.force();
    Files.write(folder.openingSegment(1), new byte[100]);
    try (StateImage image = Recovery.open(folder)) {
      assertThat(image.sequence()).isEqualTo(2);
    }
  }

  private boolean isRenewed() {
    try {
      journal.renew();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
