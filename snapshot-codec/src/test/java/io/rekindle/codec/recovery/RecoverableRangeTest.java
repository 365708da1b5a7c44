package io.rekindle.codec.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.fold.Fold;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.codec.testkit.Seeds;
import io.rekindle.codec.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every commit of the range opens, and none before it. */
class RecoverableRangeTest {
  /** What {@link TestStore} says of commit 0. */
  private static final long EPOCH_MS = 4_999;

  @TempDir private Path path;

  private TestStore store() {
    return new TestStore(path.resolve("name"), Seeds.next("RecoverableRangeTest"), 100);
  }

  private static void assertRange(TestStore store, long oldest, long newest) throws IOException {
    RecoverableRange range = RecoverableRange.of(store.folder);
    assertThat(range.toString()).isEqualTo("commits " + oldest + " to " + newest);
    assertThat(range.contains(oldest - 1)).isFalse();
    assertThat(range.contains(newest + 1)).isFalse();
    for (long sequence = oldest; sequence <= newest; sequence++) {
      assertThat(range.contains(sequence)).isTrue();
      try (StateImage image = Recovery.openAt(store.folder, sequence)) {
        assertThat(image.timeMs()).isEqualTo(range.timeOf(sequence));
      }
    }
    if (oldest > 1) {
      assertThatExceptionOfType(CorruptStateException.class)
          .isThrownBy(() -> Recovery.openAt(store.folder, oldest - 1).close());
    }
  }

  @Test
  void shouldBeEmptyWhenNothingIsStored() throws Exception {
    try (TestStore store = store()) {
      assertThat(RecoverableRange.of(store.folder).isEmpty()).isTrue();
      store.start(TestStore.SMALL);
      RecoverableRange range = RecoverableRange.of(store.folder);
      assertThat(range.isEmpty()).isTrue();
      assertThat(range.contains(0)).isFalse();
      assertThat(range.lastAtOrBefore(Long.MAX_VALUE)).isEmpty();
    }
  }

  @Test
  void shouldReachFromFirstCommitOverIncarnations() throws Exception {
    try (TestStore store = store()) {
      for (int incarnation = 0; incarnation < 3; incarnation++) {
        store.start(TestStore.SMALL);
        store.commit(20);
        assertRange(store, 1, store.sequence);
        store.stop();
      }
      assertRange(store, 1, 60);
    }
  }

  @Test
  void shouldBeginWithOldestSnapshotWhenJournalsAreRetired() throws Exception {
    try (TestStore store = store()) {
      store.start(TestStore.SMALL);
      while (store.folder.segments(1).size() <= 3) {
        store.commit(50);
      }
      long first = store.sequence;
      Fold.run(store.folder, 1, first);
      store.commit(30);
      for (int round = 0; round < 4; round++) {
        store.commit(30);
        Fold.run(store.folder, 1, store.sequence);
      }
      store.commit(10);
      RecoverableRange range = RecoverableRange.of(store.folder);
      assertThat(range.oldest()).isGreaterThanOrEqualTo(first);
      assertRange(store, range.oldest(), store.sequence);
      store.stop();
      assertRange(store, range.oldest(), store.sequence);
    }
  }

  @Test
  void shouldHoldOneCommitWhenPowerTookTheCommitsUpToSnapshot() throws Exception {
    try (TestStore store = store()) {
      store.start(TestStore.SMALL);
      store.commit(30);
      store.stop();
      Fold.run(store.folder, 1, 30);
      // Nothing of the journal reached the device, though the snapshot did.
      StoreFiles.deleteRecursively(store.folder.incarnation(1));
      assertRange(store, 30, 30);

      store.start(TestStore.SMALL);
      assertRange(store, 30, 30);
      store.commit(5);
      assertRange(store, 30, 35);
    }
  }

  @Test
  void shouldEndWithRecoveryPointAndFollowTheChain() throws Exception {
    try (TestStore store = store()) {
      store.start(TestStore.SMALL);
      store.commit(100);
      store.stop();
      Fold.run(store.folder, 1, 30);
      Fold.run(store.folder, 1, 80);
      RecoveryPoint.decide(store.folder, new IncarnationChain(store.folder), 60);
      assertRange(store, 1, 60);

      int incarnation = store.folder.claimIncarnation();
      JournalBase base =
          new JournalBase(incarnation, 60, 1, 1_000_000, store.history.classes.maxId() + 1);
      try (ChronicleJournal journal =
          ChronicleJournal.create(
              store.folder.journal(incarnation), base, incarnation, TestStore.SMALL)) {
        for (long sequence = 61; sequence <= 70; sequence++) {
          journal.append(new OperationOutput(), sequence, EPOCH_MS + 1000 + sequence);
        }
        assertRange(store, 1, 70);
      }
      RecoverableRange range = RecoverableRange.of(store.folder);
      assertThat(range.lastAtOrBefore(EPOCH_MS + 500)).hasValue(60);
      assertThat(range.lastAtOrBefore(EPOCH_MS + 1065)).hasValue(65);
      RecoveryPoint.decide(store.folder, new IncarnationChain(store.folder), 20);
      assertRange(store, 1, 20);
    }
  }

  @Test
  void shouldFindCommitByTimeAndTimeByCommit() throws Exception {
    try (TestStore store = store()) {
      store.start(TestStore.SMALL);
      store.commit(50);
      store.stop();
      Fold.run(store.folder, Fold.OFFLINE, 20);
      RecoverableRange range = RecoverableRange.of(store.folder);
      for (long sequence : List.of(1L, 20L, 37L, 50L)) {
        assertThat(range.timeOf(sequence)).isEqualTo(EPOCH_MS + sequence);
        assertThat(range.lastAtOrBefore(EPOCH_MS + sequence)).hasValue(sequence);
      }
      assertThat(range.lastAtOrBefore(EPOCH_MS)).isEmpty();
      assertThat(range.lastAtOrBefore(Long.MAX_VALUE)).hasValue(50);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> range.timeOf(51))
          .withMessageContaining("range=1..50");
    }
  }
}
