package io.rekindle.codec.fold;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.recovery.StoredSnapshot;
import io.rekindle.codec.snapshot.SnapshotReader;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One fold of a name: makes a snapshot as of a commit, and deletes what it makes superfluous. If it
 * fails at any point, the state is what it was. Confined to one thread; runs beside the writer.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>a snapshot gets its name only when it was forced and read back
 *   <li>two snapshots are kept at least, and all commits after the older one; more if the {@link
 *       RetentionPolicy} says so
 *   <li>a node is left out only if no root leads to it and the application can't attach it again
 *       without writing it anew
 * </ul>
 */
public final class Fold {
  /** No JVM owns the name: nothing is alive in memory that could be attached again. */
  public static final int OFFLINE = NameFolder.NO_INCARNATION;

  private final NameFolder folder;
  private final int incarnation;
  private final long nowMs;
  private final ImageSnapshot.Check disk;
  private final GarbagePace pace;
  private final List<String> notes = new ArrayList<>();
  private final Forgetting forgetting;

  private Fold(
      NameFolder folder, int incarnation, long nowMs, ImageSnapshot.Check disk, GarbagePace pace) {
    this.folder = folder;
    this.incarnation = incarnation;
    this.nowMs = nowMs;
    this.disk = disk;
    this.pace = pace;
    this.forgetting = new Forgetting(folder, incarnation, notes);
  }

  /**
   * Folds up to commit {@code sequence}, which must have been appended before.
   *
   * @param incarnation the one that runs this, or {@link #OFFLINE} if the caller holds the owner's
   *     lock and no application runs
   * @throws FoldRefusedException if another fold runs, or a later incarnation has taken over
   * @throws CorruptStateException if the state as of that commit can't be had
   * @throws IOException if the snapshot can't be written; what was there before is untouched
   */
  public static FoldReport run(NameFolder folder, int incarnation, long sequence)
      throws IOException {
    return run(folder, incarnation, sequence, new GarbagePace());
  }

  /** The same; {@code pace} is that of all folds of the incarnation. */
  public static FoldReport run(NameFolder folder, int incarnation, long sequence, GarbagePace pace)
      throws IOException {
    return run(folder, incarnation, sequence, System.currentTimeMillis(), () -> {}, pace);
  }

  /**
   * The same, with the age of history judged as of {@code nowMs} since 1970.
   *
   * @param disk is asked before the snapshot gets its name; tests put a full disk here
   */
  static FoldReport run(
      NameFolder folder, int incarnation, long sequence, long nowMs, ImageSnapshot.Check disk)
      throws IOException {
    return run(folder, incarnation, sequence, nowMs, disk, new GarbagePace());
  }

  private static FoldReport run(
      NameFolder folder,
      int incarnation,
      long sequence,
      long nowMs,
      ImageSnapshot.Check disk,
      GarbagePace pace)
      throws IOException {
    try (FileChannel lockFile = StoreFiles.open(folder.foldLock());
        FileLock lock = tryLock(lockFile)) {
      if (lock == null) {
        throw new FoldRefusedException("another fold runs: file=" + folder.foldLock(), false);
      }
      return new Fold(folder, incarnation, nowMs, disk, pace).run(sequence);
    }
  }

  /**
   * Gives up history because the disk is full: all snapshots but the newest sound one, and the
   * commits before it.
   *
   * @param sequence the last commit
   * @return journal segments that were deleted
   * @throws FoldRefusedException see {@link #run}
   * @throws CorruptStateException see {@link #run}
   */
  public static int releaseHistory(NameFolder folder, int incarnation, long sequence)
      throws IOException {
    try (FileChannel lockFile = StoreFiles.open(folder.foldLock());
        FileLock lock = tryLock(lockFile)) {
      if (lock == null) {
        throw new FoldRefusedException("another fold runs: file=" + folder.foldLock(), false);
      }
      return new Fold(folder, incarnation, 0, () -> {}, new GarbagePace()).release(sequence);
    }
  }

  private int release(long sequence) throws IOException {
    checkOwner();
    try (StateImage image = Recovery.openAt(folder, sequence)) {
      if (image.snapshot() == null) {
        return 0;
      }
      Retention retention = retention(image);
      retention.release(StoredSnapshot.of(image.snapshot()));
      return retention.retired();
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameJvm) {
      return null;
    }
  }

  private void checkOwner() throws IOException {
    int latest = folder.latestIncarnation();
    if (incarnation != OFFLINE && latest > incarnation) {
      throw new FoldRefusedException(
          "replaced by a later incarnation: incarnation=" + incarnation + ", latest=" + latest,
          true);
    }
  }

  private FoldReport run(long sequence) throws IOException {
    long startNs = System.nanoTime();
    checkOwner();
    StoreFiles.createFolders(folder.snapshots());
    deleteUnfinished();
    try (StateImage image = Recovery.openAt(folder, sequence)) {
      notes.addAll(image.notes());
      SnapshotReader previous = image.snapshot();
      boolean isNew = previous == null || previous.header().sequence() != sequence;
      Path file = isNew ? null : previous.file();
      long nodes = isNew ? 0 : previous.header().nodeCount();
      Retention retention = retention(image);
      if (isNew) {
        decide(image);
        file = folder.snapshot(sequence, image.incarnation());
        nodes = makeSnapshot(image, file, retention);
      }
      int retirement = isNew ? updateLists(sequence, forgetting.kept()) : 0;
      retention.enforce();
      return new FoldReport(
          file,
          isNew,
          sequence,
          nodes,
          Files.size(file),
          forgetting.droppedCount(),
          forgetting.kept().length,
          retirement,
          retention.retired(),
          notes,
          (System.nanoTime() - startNs) / 1_000_000);
    }
  }

  private void decide(StateImage image) throws IOException {
    if (incarnation == OFFLINE || pace.isDue(image)) {
      forgetting.decide(image);
      pace.looked(image);
    } else {
      forgetting.keepAll(image);
      pace.skipped();
    }
  }

  private Retention retention(StateImage image) throws IOException {
    RetentionPolicy policy;
    try {
      policy = RetentionPolicy.read(folder);
    } catch (IllegalArgumentException e) {
      // To delete what somebody wanted to keep can't be made good; disk space can.
      notes.add("all history is kept: " + e.getMessage());
      policy = new RetentionPolicy(Integer.MAX_VALUE / 2, 0, 0);
    }
    return new Retention(
        folder,
        policy,
        image.sequence(),
        image.lastReadIncarnation(),
        Set.copyOf(image.unsoundSnapshots()),
        nowMs);
  }

  /** On a full disk the newest state goes before history. */
  private long makeSnapshot(StateImage image, Path file, Retention retention) throws IOException {
    if (image.snapshot() == null) {
      return writeSnapshot(image, file);
    }
    StoredSnapshot previous = StoredSnapshot.of(image.snapshot());
    retention.makeRoom(previous);
    try {
      return writeSnapshot(image, file);
    } catch (IOException e) {
      if (!StoreFiles.isDiskFull(e)) {
        throw e;
      }
      retention.release(previous);
      notes.add("history was given up, as the disk is full: kept from=" + previous.sequence());
      return writeSnapshot(image, file);
    }
  }

  private void deleteUnfinished() throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.snapshots(), "*" + StoreFiles.TEMPORARY_SUFFIX)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private long writeSnapshot(StateImage image, Path file) throws IOException {
    return ImageSnapshot.write(
        image,
        file,
        forgetting::isDropped,
        forgetting.lastRetirement(),
        () -> {
          checkOwner();
          disk.run();
        });
  }

  /** Deletes lists that are done with; writes the next one if none waits to be adopted. */
  private int updateLists(long sequence, int[] kept) throws IOException {
    boolean waiting = false;
    int lastId = forgetting.lastRetirement();
    for (int id : folder.retirements()) {
      lastId = Math.max(lastId, id);
      Path file = folder.retirement(id);
      if (id <= forgetting.lastRetirement() || !isOfThisIncarnation(file)) {
        Files.deleteIfExists(file);
      } else {
        waiting = true;
      }
    }
    if (waiting || kept.length == 0 || incarnation == OFFLINE) {
      return 0;
    }
    new RetirementList(lastId + 1, incarnation, sequence, kept).write(folder);
    return lastId + 1;
  }

  private boolean isOfThisIncarnation(Path file) throws IOException {
    try {
      return RetirementList.read(file).incarnation() == incarnation;
    } catch (CorruptStateException e) {
      notes.add("unsound retirement list, deleted: " + e.getMessage());
      return false;
    }
  }
}
