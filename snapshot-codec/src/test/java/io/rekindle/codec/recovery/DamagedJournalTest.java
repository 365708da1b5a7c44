package io.rekindle.codec.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.journal.JournalOptions;
import io.rekindle.codec.testkit.FrozenFiles;
import io.rekindle.codec.testkit.Model;
import io.rekindle.codec.testkit.Seeds;
import io.rekindle.codec.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariants checked: a journal that is cut or zeroed at any byte of its last excerpts gives the
 * state of the last whole commit before that; a flipped bit anywhere gives the full state, that
 * without the last commit, or a clear error that names file and offset; never any other state.
 */
class DamagedJournalTest {
  @TempDir Path path;

  private TestStore stored(long seed, int commits, JournalOptions options) throws IOException {
    TestStore store = new TestStore(path, seed, 60);
    store.start(options);
    store.commit(commits);
    store.stop();
    for (Path segment : store.folder.segments(1)) {
      FrozenFiles.compact(segment);
    }
    return store;
  }

  private static long recoveredSequence(TestStore store) throws IOException {
    try (StateImage image = Recovery.open(store.folder)) {
      assertThat(Model.of(image)).isEqualTo(store.states.get((int) image.sequence()));
      return image.sequence();
    }
  }

  @Test
  void shouldStartWhenTailIsCutOrZeroedAtEveryByte() throws Exception {
    long seed = Seeds.next("DamagedJournalTest");
    JournalOptions whole = JournalOptions.defaults();
    TestStore store = stored(seed, 30, whole);
    Path segment = store.folder.segments(1).get(0);
    byte[] sound = Files.readAllBytes(segment);
    List<Long> excerpts = FrozenFiles.excerpts(segment);
    int first = excerpts.size() - 5;
    for (long at = excerpts.get(first) - 4; at <= excerpts.get(excerpts.size() - 1); at++) {
      int commitsBefore = 0;
      for (int i = 1; i < excerpts.size() - 1; i++) {
        // The next excerpt's header word begins where this one ends.
        long end = i + 1 < excerpts.size() - 1 ? excerpts.get(i + 1) - 4 : excerpts.get(i + 1);
        commitsBefore += end <= at ? 1 : 0;
      }
      Files.write(segment, Arrays.copyOf(sound, (int) at));
      assertThat(recoveredSequence(store))
          .as("cut at %d", at)
          .isBetween((long) commitsBefore, commitsBefore + 1L);

      byte[] zeroed = sound.clone();
      Arrays.fill(zeroed, (int) at, zeroed.length, (byte) 0);
      Files.write(segment, zeroed);
      assertThat(recoveredSequence(store))
          .as("zeroed at %d", at)
          .isBetween((long) commitsBefore, commitsBefore + 1L);
    }
  }

  @Test
  void shouldNeverInventStateWhenBitsFlip() throws Exception {
    long seed = Seeds.next("DamagedJournalTest");
    Random random = new Random(seed);
    TestStore store = stored(seed, 150, new JournalOptions(90 << 10, 700, 64 << 10));
    List<Path> segments = store.folder.segments(1);
    assertThat(segments.size()).isGreaterThan(1);
    int errors = 0;
    int trials = Seeds.soak() ? 20_000 : 1500;
    for (int trial = 0; trial < trials; trial++) {
      Path segment = segments.get(random.nextInt(segments.size()));
      byte[] sound = Files.readAllBytes(segment);
      byte[] damaged = sound.clone();
      int from = (int) (FrozenFiles.excerpts(segment).get(0) - 4);
      int at = from + random.nextInt(sound.length - from);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(segment, damaged);
      try {
        assertThat(recoveredSequence(store))
            .as("bit flipped at %d of %s", at, segment)
            .isBetween(store.sequence - 1, store.sequence);
      } catch (CorruptStateException e) {
        errors++;
        assertThat(e.file()).isNotNull();
        assertThat(e).hasMessageContaining("offset=");
      }
      Files.write(segment, sound);
    }
    assertThat(errors).isPositive();
    assertThat(recoveredSequence(store)).isEqualTo(store.sequence);
  }

  @Test
  void shouldStartWithoutWhatNeverReachedTheDeviceWhenPageIsZero() throws Exception {
    TestStore store = stored(Seeds.next("DamagedJournalTest"), 400, JournalOptions.defaults());
    Path segment = store.folder.segments(1).get(0);
    byte[] sound = Files.readAllBytes(segment);
    long middle = FrozenFiles.excerpts(segment).get(200);
    int page = (int) (middle / 4096 * 4096);
    byte[] damaged = sound.clone();
    Arrays.fill(damaged, page, page + 4096, (byte) 0);
    Files.write(segment, damaged);
    try (StateImage image = Recovery.open(store.folder)) {
      assertThat(Model.of(image)).isEqualTo(store.states.get((int) image.sequence()));
      assertThat(image.sequence()).isLessThan(300);
      assertThat(image.notes()).anyMatch(note -> note.contains("never reached the device"));
    }
  }

  @Test
  void shouldRefuseWhenPageIsZeroThatHadBeenForced() throws Exception {
    TestStore store = new TestStore(path, Seeds.next("DamagedJournalTest"), 60);
    store.start(JournalOptions.defaults());
    store.commit(200);
    store.journal.force();
    store.commit(200);
    store.stop();
    Path segment = store.folder.segments(1).get(0);
    byte[] sound = Files.readAllBytes(segment);
    int page = (int) (FrozenFiles.excerpts(segment).get(100) / 4096 * 4096);
    Arrays.fill(sound, page, page + 4096, (byte) 0);
    Files.write(segment, sound);
    try {
      recoveredSequence(store);
      throw new AssertionError("damage not noticed");
    } catch (CorruptStateException e) {
      assertThat(e).hasMessageContaining("damaged before sound commits");
    }
  }

  @Test
  void shouldContinueWhenJvmDiedBetweenClaimAndFirstCommit() throws Exception {
    TestStore store = stored(Seeds.next("DamagedJournalTest"), 20, JournalOptions.defaults());
    store.folder.claimIncarnation();
    int empty = store.folder.claimIncarnation();
    Files.createDirectories(store.folder.journal(empty));
    Files.write(store.folder.journal(empty).resolve("19700101F.cq4"), new byte[100_000]);
    try (StateImage image = Recovery.open(store.folder)) {
      assertThat(image.sequence()).isEqualTo(20);
      assertThat(image.latestIncarnation()).isEqualTo(3);
      assertThat(image.incarnation()).isEqualTo(1);
    }
    store.start(TestStore.SMALL);
    store.commit(20);
    store.stop();
    assertThat(store.recovered()).isEqualTo(store.expected());
  }

  @Test
  void shouldIgnoreWhatReplacedOwnerWroteLater() throws Exception {
    TestStore store = new TestStore(path, Seeds.next("DamagedJournalTest"), 60);
    store.start(TestStore.SMALL);
    store.commit(50);
    var zombie = store.journal;
    long base = store.sequence;
    store.start(TestStore.SMALL);
    zombie.append(new io.rekindle.codec.OperationOutput(), base + 1, 1);
    store.commit(50);
    zombie.append(new io.rekindle.codec.OperationOutput(), base + 2, 1);
    zombie.close();
    store.stop();
    assertThat(store.recovered()).isEqualTo(store.expected());
  }
}
