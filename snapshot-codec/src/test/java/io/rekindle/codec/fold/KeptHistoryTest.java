package io.rekindle.codec.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.rekindle.codec.PayloadScanner;
import io.rekindle.codec.recovery.RecoverableRange;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.testkit.Model;
import io.rekindle.codec.testkit.Seeds;
import io.rekindle.codec.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Invariants checked, under random folds and restarts: every commit in the range restores to what
 * it was; the range holds what the policy promises; it takes no more space than the policy allows.
 *
 * <p>Commit n is made at 5000 + n ms, see {@link TestStore}, and a commit takes a millisecond.
 */
class KeptHistoryTest {
  private static final long COMMIT_ZERO_MS = 4_999;

  @TempDir Path path;

  private final List<Long> folds = new ArrayList<>();

  private static long nowMs(TestStore store) {
    return COMMIT_ZERO_MS + store.sequence;
  }

  private void fold(TestStore store) throws IOException {
    FoldReport report =
        Fold.run(store.folder, store.incarnation, store.sequence, nowMs(store), () -> {});
    assertThat(report.notes()).isEmpty();
    if (report.isNew()) {
      folds.add(report.sequence());
    }
  }

  private static void assertRestores(TestStore store, long sequence) throws IOException {
    PayloadScanner scanner = new PayloadScanner(store.history.classes);
    try (StateImage image = Recovery.openAt(store.folder, sequence)) {
      assertThat(Model.of(image).reachable(scanner))
          .as("commit %d", sequence)
          .isEqualTo(store.states.get((int) sequence).reachable(scanner));
    }
  }

  private void assertPromise(TestStore store, RetentionPolicy policy) throws IOException {
    RecoverableRange range = RecoverableRange.of(store.folder);
    assertThat(range.newest()).isEqualTo(store.sequence);
    if (policy.bytes() == 0) {
      if (folds.size() < policy.snapshots()) {
        assertThat(range.oldest()).isEqualTo(1);
      } else if (policy.snapshots() > 0) {
        long promised = folds.get(folds.size() - policy.snapshots());
        assertThat(range.oldest()).isLessThanOrEqualTo(promised);
      }
      // As of the last fold: nothing is deleted in between.
      long foldMs = COMMIT_ZERO_MS + folds.get(folds.size() - 1);
      assertThat(range.oldest() == 1 || range.timeOf(range.oldest()) <= foldMs - policy.ageMs())
          .isTrue();
    }
    assertThat(range.oldest())
        .isLessThanOrEqualTo(folds.size() < 2 ? 1 : folds.get(folds.size() - 2));
  }

  private static long bytes(TestStore store) throws IOException {
    long bytes = 0;
    List<Path> files = new ArrayList<>(store.folder.snapshotFiles());
    for (int incarnation : store.folder.incarnations()) {
      files.addAll(store.folder.segments(incarnation));
    }
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"snapshots:2", "snapshots:3", "snapshots:6", "1s", "snapshots:4,1s", "60MB"})
  void shouldHoldPromiseWithinBoundWhenFoldedAtRandom(String text) throws Exception {
    long seed = Seeds.next("KeptHistoryTest");
    Random random = new Random(seed);
    RetentionPolicy policy = RetentionPolicy.parse(text);
    int deletions = 0;
    try (TestStore store = new TestStore(path, seed, 150)) {
      for (int round = 0; round < 10; round++) {
        store.start(TestStore.SMALL);
        policy.write(store.folder);
        for (int i = random.nextInt(6); i >= 0; i--) {
          store.commit(1 + random.nextInt(200));
          fold(store);
          assertPromise(store, policy);
          assertThat(policy.bytes() == 0 || bytes(store) <= policy.bytes() || isLeast(store))
              .as("bytes=%d", bytes(store))
              .isTrue();
          RecoverableRange range = RecoverableRange.of(store.folder);
          deletions += range.oldest() > 1 ? 1 : 0;
          for (int check = 0; check < 10; check++) {
            assertRestores(store, random.nextLong(range.oldest(), range.newest() + 1));
          }
        }
        store.commit(random.nextInt(30));
        store.stop();
      }
      RecoverableRange range = RecoverableRange.of(store.folder);
      for (long sequence = range.oldest(); sequence <= range.newest(); sequence++) {
        assertRestores(store, sequence);
      }
      assertThat(deletions).as("something was deleted").isPositive();
    }
  }

  private boolean isLeast(TestStore store) throws IOException {
    return store.folder.snapshotFiles().size() <= RetentionPolicy.SNAPSHOTS_MIN;
  }

  @Test
  void shouldHoldPromiseWhileAFoldFails() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("KeptHistoryTest"), 100)) {
      store.start(TestStore.SMALL);
      RetentionPolicy.parse("snapshots:3").write(store.folder);
      for (int i = 0; i < 6; i++) {
        store.commit(50);
        fold(store);
      }
      store.commit(50);
      assertThatIOException()
          .isThrownBy(
              () ->
                  Fold.run(
                      store.folder,
                      1,
                      store.sequence,
                      nowMs(store),
                      () -> {
                        throw new IOException("Input/output error");
                      }));
      assertThat(store.folder.snapshotFiles()).hasSize(3);
      assertRestores(store, folds.get(3));
    }
  }

  @Test
  void shouldGiveUpHistoryForNewestStateWhenDiskIsFull() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("KeptHistoryTest"), 100)) {
      store.start(TestStore.SMALL);
      RetentionPolicy.parse("snapshots:5,7d").write(store.folder);
      for (int i = 0; i < 5; i++) {
        store.commit(50);
        fold(store);
      }
      store.commit(50);
      int before = store.folder.snapshotFiles().size();
      FoldReport report =
          Fold.run(
              store.folder,
              1,
              store.sequence,
              nowMs(store),
              () -> {
                // It is full until all but the newest snapshot is gone.
                if (store.folder.snapshotFiles().size() > 1) {
                  throw new IOException("No space left on device");
                }
              });
      assertThat(before).isGreaterThan(2);
      assertThat(report.notes()).singleElement().asString().contains("given up");
      assertThat(report.sequence()).isEqualTo(300);
      assertThat(RecoverableRange.of(store.folder).oldest()).isEqualTo(250);
      for (long sequence = 250; sequence <= 300; sequence++) {
        assertRestores(store, sequence);
      }
    }
  }

  @Test
  void shouldReleaseHistoryOnRequest() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("KeptHistoryTest"), 100)) {
      store.start(TestStore.SMALL);
      RetentionPolicy.parse("snapshots:9").write(store.folder);
      while (store.folder.segments(1).size() < 4) {
        store.commit(50);
        fold(store);
      }
      store.commit(5);
      assertThat(Fold.releaseHistory(store.folder, 1, store.sequence)).isPositive();
      RecoverableRange range = RecoverableRange.of(store.folder);
      assertThat(range.oldest()).isEqualTo(folds.get(folds.size() - 1));
      for (long sequence = range.oldest(); sequence <= range.newest(); sequence++) {
        assertRestores(store, sequence);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"all of it", "snapshots:2, 24h"})
  void shouldDeleteNothingWhenPolicyIsUnreadable(String text) throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("KeptHistoryTest"), 100)) {
      store.start(TestStore.SMALL);
      Files.writeString(store.folder.retention(), text);
      for (int i = 0; i < 5; i++) {
        store.commit(20);
        FoldReport report = Fold.run(store.folder, 1, store.sequence);
        assertThat(report.notes()).singleElement().asString().contains("all history is kept");
      }
      assertThat(store.folder.snapshotFiles()).hasSize(5);
      assertThat(RecoverableRange.of(store.folder).oldest()).isEqualTo(1);
    }
  }
}
