package io.rekindle.codec.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ChronicleJournalTest {
  @TempDir Path path;

  private final OperationOutput output = new OperationOutput();
  private NameFolder folder;
  private ChronicleJournal journal;

  @BeforeEach
  void setUp() {
    folder = new NameFolder(path.resolve("name"));
  }

  @AfterEach
  void close() {
    if (journal != null) {
      journal.close();
    }
  }

  private void create(JournalOptions options, SegmentSpace.Filler filler) throws IOException {
    JournalBase base = new JournalBase(1, 0, 42, 1, 1);
    journal = ChronicleJournal.create(folder.journal(1), base, 7, options, filler);
  }

  private void create(JournalOptions options) throws IOException {
    create(options, java.nio.channels.FileChannel::write);
  }

  private void append(long sequence, int bytes) throws IOException {
    output.clear();
    output.beginNode(1, 1);
    output.putBytes(new byte[bytes], 0, bytes);
    output.endNode();
    journal.append(output, sequence, 1000 + sequence);
  }

  private List<Long> stored() throws IOException {
    List<Long> sequences = new ArrayList<>();
    JournalReader reader = new JournalReader(folder, 1);
    assertThat(reader.base()).isEqualTo(new JournalBase(1, 0, 42, 1, 1));
    assertThat(reader.epoch()).isEqualTo(7);
    reader.read(
        0,
        Long.MAX_VALUE,
        (sequence, time, bytes, offset, length, file, position) -> {
          assertThat(time).isEqualTo(1000 + sequence);
          sequences.add(sequence);
        });
    return sequences;
  }

  private static List<Long> upTo(long last) {
    return Stream.iterate(1L, s -> s <= last, s -> s + 1).toList();
  }

  @Test
  void shouldRollAndSplitWhenSizesSaySo() throws Exception {
    create(new JournalOptions(100 << 10, 100, 64 << 10));
    for (int i = 1; i <= 500; i++) {
      append(i, i * 3);
    }
    journal.force();
    assertThat(folder.segments(1).size()).isGreaterThan(3);
    assertThat(stored()).isEqualTo(upTo(500));
  }

  @Test
  void shouldStoreAllWhenAnotherThreadReservesAndTouchesAhead() throws Exception {
    create(new JournalOptions(300 << 10, JournalOptions.PART_BYTES_DEFAULT, 64 << 10));
    AtomicBoolean ended = new AtomicBoolean();
    Thread ahead =
        new Thread(
            () -> {
              while (!ended.get()) {
                journal.reserveAhead(256 << 10);
              }
            });
    ahead.start();
    try {
      for (int i = 1; i <= 5_000; i++) {
        append(i, i % 1000);
      }
    } finally {
      ended.set(true);
      ahead.join();
    }
    assertThat(folder.segments(1).size()).isGreaterThan(5);
    assertThat(stored()).isEqualTo(upTo(5_000));
  }

  @Test
  @Timeout(60)
  void shouldNotWaitForTheThreadThatReservesAhead() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Thread ahead = new Thread(() -> journal.reserveAhead(4 << 20));
    create(
        new JournalOptions(64 << 20, JournalOptions.PART_BYTES_DEFAULT, 64 << 10),
        (channel, zeros, position) -> {
          if (Thread.currentThread() == ahead) {
            stuck.countDown();
            awaitQuietly(released);
          }
          return channel.write(zeros, position);
        });
    append(1, 10);
    journal.reserveAhead(1 << 20);
    ahead.start();
    stuck.await();
    for (int i = 2; i <= 800; i++) {
      append(i, 1000);
    }
    released.countDown();
    ahead.join();
    for (int i = 801; i <= 5_000; i++) {
      append(i, 1000);
    }
    assertThat(stored()).isEqualTo(upTo(5_000));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldTellOnlyCommitsThatThereIsNoSpace() throws Exception {
    AtomicBoolean full = new AtomicBoolean();
    create(
        new JournalOptions(64 << 20, JournalOptions.PART_BYTES_DEFAULT, 64 << 10),
        (channel, zeros, position) -> {
          if (full.get()) {
            throw new IOException("No space left on device");
          }
          return channel.write(zeros, position);
        });
    append(1, 10);
    full.set(true);
    journal.reserveAhead(1 << 20);
    append(2, 10);
    assertThatThrownBy(() -> append(3, 1 << 20)).isInstanceOf(JournalFullException.class);
    full.set(false);
    append(3, 1 << 20);
    assertThat(stored()).isEqualTo(upTo(3));
  }

  @Test
  void shouldStoreLargeCommitInOneSegmentWhenItIsLargerThanOne() throws Exception {
    create(new JournalOptions(100 << 10, JournalOptions.PART_BYTES_DEFAULT, 1 << 20));
    append(1, 40 << 20);
    append(2, 10);
    assertThat(stored()).isEqualTo(upTo(2));
  }

  @Test
  void shouldKeepFilesPrivate() throws Exception {
    create(JournalOptions.defaults());
    append(1, 10);
    try (Stream<Path> files = Files.walk(folder.path())) {
      for (Path file : files.toList()) {
        String expected = Files.isDirectory(file) ? "rwx------" : "rw-------";
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void shouldRefuseWhenSequenceSkips() throws Exception {
    create(JournalOptions.defaults());
    append(1, 10);
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> append(3, 10))
        .withMessageContaining("expected=2");
    append(2, 10);
    assertThat(stored()).isEqualTo(upTo(2));
  }

  @Test
  void shouldRefuseWhenClosed() throws Exception {
    create(JournalOptions.defaults());
    journal.close();
    journal.close();
    assertThatExceptionOfType(JournalException.class).isThrownBy(() -> append(1, 10));
  }

  @Test
  void shouldStoreAndForceWhenThreadIsInterrupted() throws Exception {
    create(new JournalOptions(100 << 10, 1000, 64 << 10));
    for (int i = 1; i <= 200; i++) {
      Thread.currentThread().interrupt();
      append(i, 500);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      journal.force();
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(stored()).isEqualTo(upTo(200));
  }

  @Test
  void shouldGoOnWhenDiskWasFullForAWhile() throws Exception {
    long[] room = {1 << 20};
    create(
        new JournalOptions(300 << 10, 1000, 64 << 10),
        (channel, zeros, position) -> {
          if (room[0] < zeros.remaining()) {
            throw new IOException("No space left on device");
          }
          room[0] -= zeros.remaining();
          return channel.write(zeros, position);
        });
    int full = 0;
    for (int i = 1; i <= 2000; ) {
      try {
        append(i, 900);
        i++;
      } catch (JournalFullException e) {
        full++;
        assertThat(stored()).isEqualTo(upTo(i - 1));
        room[0] = full % 3 == 0 ? 700_000 : 10_000;
      }
    }
    assertThat(full).isGreaterThan(3);
    assertThat(stored()).isEqualTo(upTo(2000));
  }

  @Test
  void shouldGoOnWhenRealDiskWasFull() throws Exception {
    Path disk = Files.createDirectory(path.resolve("disk"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString()) == 0,
        "no right to mount a small disk");
    try {
      folder = new NameFolder(disk.resolve("name"));
      create(new JournalOptions(2 << 20, JournalOptions.PART_BYTES_DEFAULT, 256 << 10));
      int stored = 0;
      int full = 0;
      while (full < 3) {
        try {
          append(stored + 1, 200_000);
          stored++;
        } catch (JournalFullException e) {
          full++;
          assertThat(e).hasMessageContaining("free disk space");
        }
      }
      assertThat(stored).isGreaterThan(10);
      assertThat(run("mount", "-o", "remount,size=12m", disk.toString())).isZero();
      for (int i = 0; i < 10; i++) {
        append(++stored, 200_000);
      }
      journal.force();
      assertThat(stored()).isEqualTo(upTo(stored));
    } finally {
      close();
      journal = null;
      run("umount", "-l", disk.toString());
    }
  }

  private static int run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }
}
