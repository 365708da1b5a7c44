package io.rekindle.codec.relocate;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.journal.OpeningSegment;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;

/**
 * Applies a relocation to the state of a name, as one more commit: it happens once, whole or not at
 * all, and the state before it can be gone back to.
 *
 * <p>The commit is the only one of an incarnation of its own, in which no application runs. Paths
 * are read from what is stored, so that state which the application has not claimed yet, or claims
 * in a later incarnation, is relocated like the rest.
 */
public final class RelocationCommit {
  private RelocationCommit() {}

  /**
   * Relocates the state that a restart would begin with. The caller owns the name.
   *
   * @return how many paths were replaced; if 0, nothing was written
   * @throws io.rekindle.codec.CorruptStateException if the state can't be had
   * @throws IOException if the commit could not be stored: then it never happened
   */
  public static int append(NameFolder folder, Relocation relocation) throws IOException {
    try (StateImage image = Recovery.open(folder)) {
      if (relocation.isEmpty() || !PayloadRelocator.isUseful(image.classes())) {
        return 0;
      }
      OperationOutput operations = new OperationOutput();
      PayloadRelocator relocator = new PayloadRelocator(image.classes(), relocation);
      for (NodeBlock block : image.blocks()) {
        relocate(block, relocator, operations);
      }
      if (!operations.isEmpty()) {
        append(folder, image, operations);
      }
      return relocator.pathCount();
    }
  }

  private static void relocate(
      NodeBlock block, PayloadRelocator relocator, OperationOutput operations) {
    int classId = block.descriptor().id();
    NodeCursor node = block.open();
    while (node.next()) {
      if (relocator.scan(classId, node.array(), node.offset(), node.length())) {
        operations.beginNode(node.oid(), classId);
        relocator.write(node.array(), node.offset(), node.length(), operations);
        operations.endNode();
      }
    }
  }

  private static void append(NameFolder folder, StateImage image, OperationOutput operations)
      throws IOException {
    int incarnation = folder.claimIncarnation();
    long nowMs = System.currentTimeMillis();
    JournalBase base =
        new JournalBase(incarnation, image.sequence(), nowMs, image.nextOid(), image.nextClassId());
    try (OpeningSegment segment =
        new OpeningSegment(folder.openingSegment(incarnation), base, incarnation)) {
      segment.append(operations, image.sequence() + 1, nowMs);
      segment.force();
    }
  }
}
