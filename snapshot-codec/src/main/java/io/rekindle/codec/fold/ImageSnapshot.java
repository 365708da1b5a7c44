package io.rekindle.codec.fold;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.BlockBuffer;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import io.rekindle.codec.snapshot.SnapshotHeader;
import io.rekindle.codec.snapshot.SnapshotReader;
import io.rekindle.codec.snapshot.SnapshotWriter;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Writes an image as a snapshot, which gets its name only when it was forced and read back.
 * Confined to one thread.
 */
public final class ImageSnapshot {
  private final StateImage image;
  private final IntPredicate leftOut;
  private final SnapshotWriter writer;
  private final BlockBuffer buffer = new BlockBuffer();

  /** A last look before the snapshot gets its name. */
  interface Check {
    /** Refuses the snapshot by an exception. */
    void run() throws IOException;
  }

  private ImageSnapshot(StateImage image, IntPredicate leftOut, SnapshotWriter writer) {
    this.image = image;
    this.leftOut = leftOut;
    this.writer = writer;
  }

  /**
   * Writes all of an image to {@code file}, whose folder exists.
   *
   * @throws IOException if that is not possible; nothing is left behind
   */
  public static void write(StateImage image, Path file) throws IOException {
    int lastRetirement = image.snapshot() == null ? 0 : image.snapshot().header().lastRetirement();
    write(image, file, oid -> false, header(image, lastRetirement), () -> {});
  }

  /**
   * Writes all of an image to {@code file}, whose folder exists, as the beginning of another
   * history: no incarnation has written it, and no retirement list is about it. In the folder of a
   * name without state it can be gone on from.
   *
   * @throws IOException if that is not possible; nothing is left behind
   */
  public static void export(StateImage image, Path file) throws IOException {
    SnapshotHeader header =
        new SnapshotHeader(
            image.sequence(),
            0,
            image.timeMs(),
            NameFolder.NO_INCARNATION,
            image.nextOid(),
            image.nextClassId(),
            0,
            0,
            0);
    write(image, file, oid -> false, header, () -> {});
  }

  /** The same without the nodes that are {@code leftOut}; returns how many nodes there are. */
  static long write(
      StateImage image, Path file, IntPredicate leftOut, int lastRetirement, Check check)
      throws IOException {
    return write(image, file, leftOut, header(image, lastRetirement), check);
  }

  private static long write(
      StateImage image, Path file, IntPredicate leftOut, SnapshotHeader header, Check check)
      throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + StoreFiles.TEMPORARY_SUFFIX);
    SnapshotHeader written;
    try {
      try (SnapshotWriter writer = new SnapshotWriter(temporary)) {
        writer.classes(image.classes().all());
        writer.roots(image.roots());
        new ImageSnapshot(image, leftOut, writer).writeNodes();
        written = writer.finish(header);
      }
      try (SnapshotReader reader = new SnapshotReader(temporary)) {
        reader.verify();
        if (!reader.header().equals(written)) {
          throw new CorruptStateException("snapshot reads back differently", temporary, 0);
        }
      }
      check.run();
      StoreFiles.moveDurably(temporary, file);
      return written.nodeCount();
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static SnapshotHeader header(StateImage image, int lastRetirement) {
    return new SnapshotHeader(
        image.sequence(),
        image.epoch(),
        image.timeMs(),
        image.incarnation(),
        image.nextOid(),
        image.nextClassId(),
        lastRetirement,
        0,
        0);
  }

  /** Class by class, merges what the snapshot has with what later commits wrote. */
  private void writeNodes() throws IOException {
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
        writeClass(classId, byClass.get(classId));
      }
    }
  }

  /** The blocks of a class: those of the snapshot, then at most one of what came later. */
  private void writeClass(int classId, List<NodeBlock> blocks) throws IOException {
    int storedCount = blocks.size();
    NodeCursor later = null;
    if (blocks.get(storedCount - 1).isOverlay()) {
      storedCount--;
      later = blocks.get(storedCount).open();
    }
    boolean hasLater = later != null && later.next();
    for (int i = 0; i < storedCount; i++) {
      NodeCursor stored = blocks.get(i).open(buffer);
      while (stored.next()) {
        while (hasLater && later.oid() < stored.oid()) {
          writeNode(classId, later);
          hasLater = later.next();
        }
        writeNode(classId, stored);
      }
    }
    while (hasLater) {
      writeNode(classId, later);
      hasLater = later.next();
    }
  }

  private void writeNode(int classId, NodeCursor node) throws IOException {
    if (!leftOut.test(node.oid())) {
      writer.node(classId, node.oid(), node.array(), node.offset(), node.length());
    }
  }
}
