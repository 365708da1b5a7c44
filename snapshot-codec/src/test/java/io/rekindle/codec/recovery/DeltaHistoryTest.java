package io.rekindle.codec.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.fold.Fold;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.codec.testkit.ContainerHistory;
import io.rekindle.codec.testkit.Model;
import io.rekindle.codec.testkit.Seeds;
import io.rekindle.codec.testkit.TestStore;
import io.rekindle.codec.verify.StoreVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariants checked: whatever was written by nodes and deltas, the state is what plain collections
 * hold after the same changes: from the journal alone, from a snapshot and a tail, over several
 * incarnations, and when it is read twice.
 */
class DeltaHistoryTest {
  @TempDir Path path;

  private final OperationOutput output = new OperationOutput();
  private long sequence;

  private ChronicleJournal start(NameFolder folder) throws IOException {
    int incarnation = folder.claimIncarnation();
    JournalBase base = new JournalBase(incarnation, sequence, 1_000_000, 1_000_000, 6);
    return ChronicleJournal.create(folder.journal(incarnation), base, incarnation, TestStore.SMALL);
  }

  private static void assertHolds(NameFolder folder, Model expected) throws IOException {
    try (StateImage image = Recovery.open(folder)) {
      assertThat(Model.of(image)).isEqualTo(expected);
      assertThat(Model.of(image)).isEqualTo(expected);
      for (int oid : expected.nodes.keySet()) {
        assertThat(image.snapshot() != null || image.isOverridden(oid)).isTrue();
      }
    }
  }

  /** Each cursor applies the deltas anew. */
  private static void assertHoldsWithoutMemory(NameFolder folder, Model expected)
      throws IOException {
    try (StateImage image = Recovery.open(folder)) {
      image.overlay.keepAtMost(0);
      assertThat(Model.of(image)).isEqualTo(expected);
      assertThat(Model.of(image)).isEqualTo(expected);
    }
  }

  @Test
  void shouldHoldWhatCollectionsHoldWhenWrittenByDeltas() throws Exception {
    long seed = Seeds.next("DeltaHistoryTest");
    int histories = Seeds.soak() ? 200 : 6;
    for (int i = 0; i < histories; i++) {
      Path here = path.resolve("history" + i);
      run(seed + i, new NameFolder(here.resolve("folded")), new NameFolder(here.resolve("whole")));
      StoreFiles.deleteRecursively(here);
    }
  }

  /** One folder is folded now and then, the other one keeps its journals only. */
  private void run(long seed, NameFolder folded, NameFolder whole) throws IOException {
    Random random = new Random(seed);
    int sizeMax = random.nextInt(3) == 0 ? 3000 : 40;
    ContainerHistory history = new ContainerHistory(seed, sizeMax);
    sequence = 0;
    for (int incarnation = 1; incarnation <= 3; incarnation++) {
      try (ChronicleJournal first = start(folded);
          ChronicleJournal second = start(whole)) {
        int rounds = 1 + random.nextInt(4);
        for (int round = 0; round < rounds; round++) {
          int commits = 1 + random.nextInt(40);
          for (int i = 0; i < commits; i++) {
            history.next(output);
            sequence++;
            first.append(output, sequence, sequence);
            second.append(output, sequence, sequence);
          }
          if (random.nextBoolean()) {
            Fold.run(folded, incarnation, sequence - random.nextInt(2));
          }
          assertHolds(folded, history.model());
          assertHoldsWithoutMemory(folded, history.model());
        }
      }
      Recovery.openForRestart(folded).close();
    }
    assertHolds(whole, history.model());
    Fold.run(folded, Fold.OFFLINE, sequence);
    assertHolds(folded, history.model());
    assertThat(StoreVerifier.verify(folded)).isEmpty();
    assertThat(StoreVerifier.verify(whole)).isEmpty();
    assertThat(Files.exists(whole.snapshots())).isFalse();
  }
}
