package io.rekindle.codec.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rekindle.codec.PayloadScanner;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.testkit.Model;
import io.rekindle.codec.testkit.Seeds;
import io.rekindle.codec.testkit.TestStore;
import io.rekindle.codec.verify.Finding;
import io.rekindle.codec.verify.StoreVerifier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariants checked: snapshot and tail give the state that the journal alone gives; folding
 * changes no reachable state, at any commit, whatever was folded before; two snapshots and all
 * commits after the older one are there at any time, so that losing either snapshot loses nothing.
 */
class FoldTest {
  @TempDir Path path;

  private Model reachable(TestStore store, Model model) {
    return model.reachable(new PayloadScanner(store.history.classes));
  }

  private void assertRecovered(TestStore store) throws IOException {
    assertThat(reachable(store, store.recovered())).isEqualTo(reachable(store, store.expected()));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  void shouldEqualJournalAloneWhenFoldedAtRandom() throws Exception {
    long seed = Seeds.next("FoldTest");
    Random random = new Random(seed);
    Path mirrorPath = path.resolve("mirror");
    try (TestStore store = new TestStore(path.resolve("name"), seed, 200)) {
      Files.createDirectory(store.folder.path());
      RetentionPolicy.parse("snapshots:2").write(store.folder);
      for (int round = 0; round < 12; round++) {
        store.start(TestStore.SMALL);
        int folds = random.nextInt(4);
        for (int i = 0; i < folds; i++) {
          store.commit(1 + random.nextInt(80));
          long sequence = store.sequence - random.nextInt(2);
          FoldReport report = Fold.run(store.folder, store.incarnation, sequence);
          assertThat(report.sequence()).isEqualTo(sequence);
          assertRecovered(store);
        }
        store.commit(random.nextInt(30));
        store.stop();
        assertRecovered(store);
      }
      assertThat(store.folder.snapshotFiles()).hasSizeLessThanOrEqualTo(2);
      assertThat(StoreVerifier.verify(store.folder)).filteredOn(Finding::isFatal).isEmpty();

      // Either snapshot may be lost.
      for (Path snapshot : store.folder.snapshotFiles()) {
        byte[] bytes = Files.readAllBytes(snapshot);
        Files.delete(snapshot);
        assertRecovered(store);
        Files.write(snapshot, bytes);
      }
      copy(store.folder.path(), mirrorPath);
      NameFolder mirror = new NameFolder(mirrorPath);
      for (Path snapshot : mirror.snapshotFiles()) {
        long middle = Files.size(snapshot) / 2;
        try (RandomAccessFile file = new RandomAccessFile(snapshot.toFile(), "rw")) {
          file.seek(middle);
          int old = file.read();
          file.seek(middle);
          file.write(old ^ 4);
        }
        try (StateImage image = Recovery.openForRestart(mirror)) {
          assertThat(reachable(store, Model.of(image)))
              .isEqualTo(reachable(store, store.expected()));
        }
        break;
      }
    }
  }

  @Test
  void shouldSetUnsoundSnapshotAsideWhenRestarting() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("FoldTest"), 100)) {
      store.start(TestStore.SMALL);
      store.commit(50);
      Fold.run(store.folder, 1, store.sequence);
      store.commit(50);
      Fold.run(store.folder, 1, store.sequence);
      store.commit(10);
      store.stop();
      List<Path> snapshots = store.folder.snapshotFiles();
      Path newest = snapshots.get(1);
      byte[] bytes = Files.readAllBytes(newest);
      for (int at = 0; at < bytes.length; at += 1 + bytes.length / 200) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= 1;
        Files.write(newest, damaged);
        try (StateImage image = Recovery.openForRestart(store.folder)) {
          assertThat(image.snapshotSequence()).isEqualTo(50);
          assertThat(image.notes()).hasSize(1);
          assertThat(Model.of(image)).isEqualTo(store.expected());
        }
        Path aside = store.folder.setAside().resolve(newest.getFileName());
        assertThat(aside).exists();
        assertThat(newest).doesNotExist();
        Files.delete(aside);
      }
    }
  }

  @Test
  void shouldRetireSegmentsOnlyBeforeOlderSnapshot() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("FoldTest"), 100)) {
      store.start(TestStore.SMALL);
      RetentionPolicy.parse("snapshots:2").write(store.folder);
      while (store.folder.segments(1).size() <= 3) {
        store.commit(100);
      }
      int before = store.folder.segments(1).size();
      assertThat(Fold.run(store.folder, 1, store.sequence).retired()).isZero();
      store.commit(100);
      assertThat(Fold.run(store.folder, 1, store.sequence).retired()).isEqualTo(before - 1);
      store.commit(300);
      store.stop();
      assertRecovered(store);

      store.start(TestStore.SMALL);
      store.commit(10);
      Fold.run(store.folder, 2, store.sequence);
      assertThat(store.folder.incarnations()).containsExactly(1, 2);
      store.commit(10);
      Fold.run(store.folder, 2, store.sequence);
      assertThat(store.folder.incarnations()).containsExactly(2);
      store.commit(300);
      assertRecovered(store);
    }
  }

  @Test
  void shouldRefuseWhenReplacedOrBusy() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("FoldTest"), 100)) {
      store.start(TestStore.SMALL);
      store.commit(20);
      try (var channel = io.rekindle.codec.store.StoreFiles.open(store.folder.foldLock());
          var lock = channel.lock()) {
        assertThat(lock.isValid()).isTrue();
        assertThatExceptionOfType(FoldRefusedException.class)
            .isThrownBy(() -> Fold.run(store.folder, 1, 20))
            .matches(e -> !e.isReplaced());
      }
      store.folder.claimIncarnation();
      assertThatExceptionOfType(FoldRefusedException.class)
          .isThrownBy(() -> Fold.run(store.folder, 1, 20))
          .matches(FoldRefusedException::isReplaced);
      assertThat(store.folder.snapshotFiles()).isEmpty();
    }
  }

  @Test
  void shouldForgetWhatEarlierIncarnationLeftOnceAdopted() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("FoldTest"), 400)) {
      store.start(TestStore.SMALL);
      store.commit(300);
      store.stop();
      store.start(TestStore.SMALL);
      store.commit(1);
      FoldReport first = Fold.run(store.folder, 2, store.sequence);
      assertThat(first.forgotten()).isZero();
      assertThat(first.kept()).isPositive();
      assertThat(store.recovered()).as("garbage as well").isEqualTo(store.expected());

      store.adopt(first.retirement());
      FoldReport second = Fold.run(store.folder, 2, store.sequence);
      assertThat(second.forgotten()).isEqualTo(first.kept());
      assertThat(second.kept()).isZero();
      assertThat(store.recovered()).isEqualTo(reachable(store, store.expected()));
    }
  }

  @Test
  void shouldForgetUnreachableWhenNothingRuns() throws Exception {
    try (TestStore store = new TestStore(path, Seeds.next("FoldTest"), 400)) {
      store.start(TestStore.SMALL);
      store.commit(300);
      store.stop();
      FoldReport report = Fold.run(store.folder, Fold.OFFLINE, store.sequence);
      assertThat(report.kept()).isZero();
      assertThat(store.recovered()).isEqualTo(reachable(store, store.expected()));
      assertThat(Fold.run(store.folder, Fold.OFFLINE, store.sequence).isNew()).isFalse();
    }
  }
}
