package io.rekindle.codec.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.PayloadScanner;
import io.rekindle.codec.fold.Fold;
import io.rekindle.codec.fold.RetentionPolicy;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.codec.testkit.Model;
import io.rekindle.codec.testkit.Seeds;
import io.rekindle.codec.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryPointTest {
  private static final int DECIDED = 60;

  @TempDir private Path path;

  /** A hundred commits, snapshots as of 30 and 80, and nobody running. */
  private TestStore store() throws IOException {
    TestStore store = new TestStore(path.resolve("name"), Seeds.next("RecoveryPointTest"), 100);
    store.start(TestStore.SMALL);
    RetentionPolicy.parse("snapshots:2").write(store.folder);
    store.commit(100);
    store.stop();
    Fold.run(store.folder, 1, 30);
    Fold.run(store.folder, 1, 80);
    return store;
  }

  private static void decide(TestStore store, long sequence) throws IOException {
    RecoveryPoint.decide(store.folder, new IncarnationChain(store.folder), sequence);
  }

  /** An incarnation that goes on from {@code base} and changes nothing in its commits. */
  private static int goOn(TestStore store, long base, int commits) throws IOException {
    int incarnation = store.folder.claimIncarnation();
    JournalBase start =
        new JournalBase(incarnation, base, 1_000_000, 1_000_000, store.history.classes.maxId() + 1);
    try (ChronicleJournal journal =
        ChronicleJournal.create(
            store.folder.journal(incarnation), start, incarnation, TestStore.SMALL)) {
      for (long sequence = base + 1; sequence <= base + commits; sequence++) {
        journal.append(new OperationOutput(), sequence, sequence);
      }
    }
    return incarnation;
  }

  private static void assertRecovers(TestStore store, long sequence, Model model)
      throws IOException {
    try (StateImage image = Recovery.open(store.folder)) {
      assertThat(image.sequence()).isEqualTo(sequence);
      // Folds forget what no root leads to.
      assertThat(reachable(store, Model.of(image))).isEqualTo(reachable(store, model));
    }
  }

  private static Model reachable(TestStore store, Model model) {
    return model.reachable(new PayloadScanner(store.history.classes));
  }

  @Test
  void shouldBeginWithTheDecidedCommitUntilAnIncarnationGoesOnFromIt() throws Exception {
    try (TestStore store = store()) {
      assertRecovers(store, 100, store.states.get(100));
      decide(store, DECIDED);
      assertRecovers(store, DECIDED, store.states.get(DECIDED));
      // One that dies before its first commit.
      store.folder.claimIncarnation();
      assertRecovers(store, DECIDED, store.states.get(DECIDED));

      goOn(store, DECIDED, 3);

      assertRecovers(store, DECIDED + 3, store.states.get(DECIDED));
    }
  }

  @Test
  void shouldNeverBringBackWhatWasGivenUp() throws Exception {
    try (TestStore store = store()) {
      decide(store, DECIDED);
      int next = goOn(store, DECIDED, 50);
      Model expected = store.states.get(DECIDED);

      // A loss of power took the whole journal: the decision still stands.
      Path kept = path.resolve("kept");
      Files.move(store.folder.incarnation(next), kept);
      assertRecovers(store, DECIDED, expected);
      Files.move(kept, store.folder.incarnation(next));

      // Folds pass the given up snapshot of commit 80 and end with its deletion.
      for (long sequence : new long[] {70, 85, 100, 110}) {
        Fold.run(store.folder, next, sequence);
        assertRecovers(store, 110, expected);
      }
      assertThat(store.folder.snapshotFiles()).hasSize(2);
      assertThat(store.folder.incarnation(1)).doesNotExist();
      int last = goOn(store, 110, 5);
      Fold.run(store.folder, last, 115);
      assertRecovers(store, 115, expected);
    }
  }

  @Test
  void shouldGiveUpEverythingWhenDecidedOnZero() throws Exception {
    try (TestStore store = store()) {
      decide(store, 0);
      assertRecovers(store, 0, new Model());
      int next = goOn(store, 0, 200);
      for (long sequence : new long[] {50, 120, 150, 200}) {
        Fold.run(store.folder, next, sequence);
        assertRecovers(store, 200, new Model());
      }
      assertThat(store.folder.snapshotFiles()).hasSize(2);
    }
  }

  @Test
  void shouldBringTheNewestStateBackWhenRevoked() throws Exception {
    try (TestStore store = store()) {
      decide(store, DECIDED);
      RecoveryPoint.revoke(store.folder);
      RecoveryPoint.revoke(store.folder);

      assertRecovers(store, 100, store.states.get(100));
    }
  }

  @Test
  void shouldRefuseAPointThatCannotBeHadOrRead() throws Exception {
    try (TestStore store = store()) {
      decide(store, 200);
      assertThatThrownBy(() -> Recovery.open(store.folder).close())
          .isInstanceOf(CorruptStateException.class);
      Files.writeString(store.folder.recoveryPoint(), "sequence=60");
      assertThatThrownBy(() -> Recovery.open(store.folder).close())
          .isInstanceOf(CorruptStateException.class)
          .hasMessageContaining("damaged recovery point");
      StoreFiles.deleteRecursively(store.folder.recoveryPoint());
      assertRecovers(store, 100, store.states.get(100));
    }
  }
}
