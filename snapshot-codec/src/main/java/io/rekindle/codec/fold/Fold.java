package io.rekindle.codec.fold;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import io.rekindle.codec.snapshot.SnapshotHeader;
import io.rekindle.codec.snapshot.SnapshotReader;
import io.rekindle.codec.snapshot.SnapshotWriter;
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

/**
 * One fold of a name: makes a snapshot as of a commit, and deletes what it makes superfluous. If it
 * fails at any point, the state is what it was. Confined to one thread; runs beside the writer.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>a snapshot gets its name only when it was forced and read back
 *   <li>two snapshots are kept, and all commits after the older one
 *   <li>a node is left out only if no root leads to it and the application can't attach it again
 *       without writing it anew
 * </ul>
 */
public final class Fold {
  /** No JVM owns the name: nothing is alive in memory that could be attached again. */
  public static final int OFFLINE = NameFolder.NO_INCARNATION;

  private final NameFolder folder;
  private final int incarnation;
  private final List<String> notes = new ArrayList<>();
  private final Forgetting forgetting;

  private Fold(NameFolder folder, int incarnation) {
    this.folder = folder;
    this.incarnation = incarnation;
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
    try (FileChannel lockFile = StoreFiles.open(folder.foldLock());
        FileLock lock = tryLock(lockFile)) {
      if (lock == null) {
        throw new FoldRefusedException("another fold runs: file=" + folder.foldLock(), false);
      }
      return new Fold(folder, incarnation).run(sequence);
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
      Retention retention = new Retention(folder);
      if (isNew) {
        // Its sound successor was just read whole; so the disk holds two snapshots at most.
        retention.retireSnapshots(previous == null ? null : previous.file());
        forgetting.decide(image);
        file = folder.snapshot(sequence, image.incarnation());
        nodes = writeSnapshot(image, file);
      }
      int retirement = isNew ? updateLists(sequence, forgetting.kept()) : 0;
      int retired = retention.retireJournals(isNew ? image.snapshotSequence() : 0);
      return new FoldReport(
          file,
          isNew,
          sequence,
          nodes,
          Files.size(file),
          forgetting.droppedCount(),
          forgetting.kept().length,
          retirement,
          retired,
          notes,
          (System.nanoTime() - startNs) / 1_000_000);
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
    Path temporary = file.resolveSibling(file.getFileName() + StoreFiles.TEMPORARY_SUFFIX);
    SnapshotHeader written;
    try {
      try (SnapshotWriter writer = new SnapshotWriter(temporary)) {
        writer.classes(image.classes().all());
        writer.roots(image.roots());
        writeNodes(image, writer);
        written =
            writer.finish(
                new SnapshotHeader(
                    image.sequence(),
                    image.epoch(),
                    image.timeMs(),
                    image.incarnation(),
                    image.nextOid(),
                    image.nextClassId(),
                    forgetting.lastRetirement(),
                    0,
                    0));
      }
      try (SnapshotReader reader = new SnapshotReader(temporary)) {
        reader.verify();
        if (!reader.header().equals(written)) {
          throw new CorruptStateException("snapshot reads back differently", temporary, 0);
        }
      }
      checkOwner();
      StoreFiles.moveDurably(temporary, file);
      return written.nodeCount();
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Class by class, merges what the snapshot has with what later commits wrote. */
  private void writeNodes(StateImage image, SnapshotWriter writer) throws IOException {
    List<List<NodeBlock>> byClass = new ArrayList<>();
    for (int i = 0; i <= image.classes().maxId(); i++) {
      byClass.add(null);
    }
    for (NodeBlock block : image.blocks()) {
      int classId = block.descriptor().id();
      if (byClass.get(classId) == null) {
        byClass.set(classId, new ArrayList<>());
      }
      byClass.get(classId).add(block);
    }
    for (int classId = 0; classId < byClass.size(); classId++) {
      if (byClass.get(classId) != null) {
        writeClass(classId, byClass.get(classId), writer);
      }
    }
  }

  /** The blocks of a class: those of the snapshot, then at most one of what came later. */
  private void writeClass(int classId, List<NodeBlock> blocks, SnapshotWriter writer)
      throws IOException {
    int storedCount = blocks.size();
    NodeCursor later = null;
    if (blocks.get(storedCount - 1).isOverlay()) {
      storedCount--;
      later = blocks.get(storedCount).open();
    }
    boolean hasLater = later != null && later.next();
    for (int i = 0; i < storedCount; i++) {
      NodeCursor stored = blocks.get(i).open();
      while (stored.next()) {
        while (hasLater && later.oid() < stored.oid()) {
          writeNode(classId, later, writer);
          hasLater = later.next();
        }
        writeNode(classId, stored, writer);
      }
    }
    while (hasLater) {
      writeNode(classId, later, writer);
      hasLater = later.next();
    }
  }

  private void writeNode(int classId, NodeCursor node, SnapshotWriter writer) throws IOException {
    if (!forgetting.isDropped(node.oid())) {
      writer.node(classId, node.oid(), node.array(), node.offset(), node.length());
    }
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
