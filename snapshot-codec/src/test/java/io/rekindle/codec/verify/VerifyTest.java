package io.rekindle.codec.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.fold.Fold;
import io.rekindle.codec.fold.Reachability;
import io.rekindle.codec.recovery.IncarnationChain;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.StoreFiles;
import io.rekindle.codec.testkit.Seeds;
import io.rekindle.codec.testkit.TestStore;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
  @TempDir Path path;

  @Test
  void shouldFindNothingWhenStoreIsSound() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("VerifyTest"), 200)) {
      assertThat(StoreVerifier.verify(store.folder)).isEmpty();
      store.start(TestStore.SMALL);
      store.commit(200);
      Fold.run(store.folder, 1, 150);
      store.commit(20);
      store.stop();
      assertThat(StoreVerifier.verify(store.folder)).isEmpty();
    }
  }

  @Test
  void shouldNameFileAndOffsetWhenCommitUnderSnapshotIsDamaged() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("VerifyTest"), 200)) {
      store.start(io.rekindle.codec.journal.JournalOptions.defaults());
      store.commit(100);
      Fold.run(store.folder, 1, 100);
      store.commit(3);
      store.stop();
      Path segment = store.folder.segments(1).get(0);
      long at = io.rekindle.codec.testkit.FrozenFiles.excerpts(segment).get(50) + 45;
      byte[] bytes = Files.readAllBytes(segment);
      bytes[(int) at] ^= 1;
      Files.write(segment, bytes);

      assertThat(store.recovered()).isEqualTo(store.expected());
      List<Finding> findings = StoreVerifier.verify(store.folder);
      assertThat(findings).hasSize(1);
      assertThat(findings.get(0).file()).isEqualTo(segment);
      assertThat(findings.get(0).offset()).isEqualTo(at - 45);
      assertThat(findings.get(0).message()).contains("checksum mismatch");
    }
  }

  @Test
  void shouldLookNoFurtherThanAskedWhenTheWriterGoesOn() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("VerifyTest"), 50)) {
      assertThat(Recovery.settledSequence(store.folder)).isEqualTo(IncarnationChain.NO_LIMIT);
      store.start(TestStore.SMALL);
      store.commit(40);
      assertThat(Recovery.settledSequence(store.folder)).isEqualTo(40);
      OperationOutput output = new OperationOutput();
      output.root("static com.acme.Gone", 4711);
      store.journal.append(output, 41, 1);

      assertThat(StoreVerifier.verify(store.folder, 40)).isEmpty();
      assertThat(Recovery.settledSequence(store.folder)).isEqualTo(41);
      assertThat(StoreVerifier.verify(store.folder, 41))
          .singleElement()
          .matches(finding -> finding.kind() == Finding.Kind.DANGLING);
    }
  }

  @Test
  void shouldTellDamageFromAWriterThatGoesOn() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("VerifyTest"), 50)) {
      store.start(io.rekindle.codec.journal.JournalOptions.defaults());
      store.commit(20);
      Path segment = store.folder.segments(1).get(0);
      long at = io.rekindle.codec.testkit.FrozenFiles.excerpts(segment).get(10) + 45;
      try (FileChannel channel = StoreFiles.open(segment)) {
        channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), at);
      }

      assertThat(Recovery.settledSequence(store.folder)).isEqualTo(IncarnationChain.NO_LIMIT);
      assertThat(StoreVerifier.verify(store.folder))
          .extracting(Finding::kind)
          .containsExactly(Finding.Kind.JOURNAL, Finding.Kind.STATE);
    }
  }

  @Test
  void shouldFindDanglingReference() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("VerifyTest"), 50)) {
      store.start(TestStore.SMALL);
      store.commit(5);
      OperationOutput output = new OperationOutput();
      output.root("static com.acme.Gone", 4711);
      store.journal.append(output, 6, 1);
      store.stop();
      assertThat(StoreVerifier.verify(store.folder))
          .singleElement()
          .matches(Finding::isFatal)
          .matches(finding -> finding.message().contains("first oid=4711"));
    }
  }

  @Test
  void shouldListChangesBetweenImages() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("VerifyTest"), 100)) {
      store.start(TestStore.SMALL);
      store.commit(60);
      store.stop();
      try (StateImage before = Recovery.openAt(store.folder, 30);
          StateImage after = Recovery.open(store.folder)) {
        List<ImageDiff.Difference> differences = ImageDiff.between(before, after);
        var old = store.states.get(30).nodes;
        var now = store.states.get(60).nodes;
        long added = now.keySet().stream().filter(oid -> !old.containsKey(oid)).count();
        assertThat(differences)
            .filteredOn(d -> d.oid() != 0 && d.change() == ImageDiff.Change.ADDED)
            .hasSize((int) added);
        assertThat(differences)
            .filteredOn(d -> d.change() == ImageDiff.Change.CHANGED && d.oid() != 0)
            .allMatch(d -> !now.get(d.oid()).equals(old.get(d.oid())));
        assertThat(ImageDiff.between(after, after)).isEmpty();
        assertThat(differences).anyMatch(d -> d.path().startsWith("static com.acme.Bank"));
      }
    }
  }

  @Test
  void shouldDumpEveryNodeOnce() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("VerifyTest"), 100)) {
      store.start(TestStore.SMALL);
      store.commit(60);
      store.stop();
      try (StateImage image = Recovery.open(store.folder)) {
        StringBuilder text = new StringBuilder();
        GraphDump.write(image, text);
        String[] lines = text.toString().split("\n");
        assertThat(lines).hasSize(1 + store.expected().nodes.size());
        assertThat(lines).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(text.toString()).doesNotContain("\u0000");

        StringBuilder state = new StringBuilder();
        GraphDump.writeState(image, state);
        List<String> reachable = new ArrayList<>(List.of(lines));
        Reachability reachability = Reachability.of(image);
        for (int oid : reachability.unreachable()) {
          reachable.removeIf(line -> line.startsWith("{\"oid\":" + oid + ","));
        }
        assertThat(reachable).hasSize(1 + reachability.reachableCount());
        assertThat(reachable.size()).isLessThan(lines.length);
        assertThat(state.toString().split("\n")).containsExactlyElementsOf(reachable);
      }
    }
  }
}
