package io.rekindle.codec.verify;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.PayloadScanner;
import io.rekindle.codec.fold.Reachability;
import io.rekindle.codec.fold.RetirementList;
import io.rekindle.codec.journal.JournalTail;
import io.rekindle.codec.recovery.IncarnationChain;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import io.rekindle.codec.snapshot.SnapshotReader;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks everything that is stored under a name: all checksums of snapshots and journals, those of
 * commits that a snapshot covers included, the chain of incarnations, and that every reference
 * leads to a node. Changes nothing.
 */
public final class StoreVerifier {
  private final NameFolder folder;
  private final List<Finding> findings = new ArrayList<>();

  private StoreVerifier(NameFolder folder) {
    this.folder = folder;
  }

  /** What is wrong; empty if nothing is. */
  public static List<Finding> verify(NameFolder folder) throws IOException {
    StoreVerifier verifier = new StoreVerifier(folder);
    verifier.snapshots();
    verifier.journals();
    verifier.retirements();
    verifier.state();
    return verifier.findings;
  }

  private void add(boolean isFatal, CorruptStateException e) {
    findings.add(new Finding(isFatal, e.file(), e.offset(), e.getMessage()));
  }

  private void snapshots() throws IOException {
    for (Path file : folder.snapshotFiles()) {
      try (SnapshotReader reader = new SnapshotReader(file)) {
        reader.verify();
        checkPayloads(reader.classes(), reader.blocks(null), file);
      } catch (CorruptStateException e) {
        add(false, e.in(file, CorruptStateException.NO_OFFSET));
      }
    }
  }

  private void checkPayloads(ClassTable classes, List<NodeBlock> blocks, Path file) {
    PayloadScanner scanner = new PayloadScanner(classes);
    for (NodeBlock block : blocks) {
      ClassDescriptor descriptor = block.descriptor();
      NodeCursor cursor = block.open();
      while (cursor.next()) {
        try {
          scanner.scanRefs(
              descriptor.id(), cursor.array(), cursor.offset(), cursor.length(), oid -> {});
        } catch (CorruptStateException e) {
          findings.add(
              new Finding(
                  true,
                  file,
                  CorruptStateException.NO_OFFSET,
                  "unreadable node: oid="
                      + cursor.oid()
                      + ", class="
                      + descriptor.name()
                      + ": "
                      + e.getMessage()));
        }
      }
    }
  }

  private void journals() throws IOException {
    try {
      for (IncarnationChain.Link link : new IncarnationChain(folder).links()) {
        journal(link);
      }
    } catch (CorruptStateException e) {
      add(true, e);
    }
  }

  private void journal(IncarnationChain.Link link) throws IOException {
    long first = Math.max(link.base(), link.journal().sequenceBefore(firstSound(link)));
    if (first >= link.limit()) {
      return;
    }
    try {
      JournalTail tail =
          link.journal().read(first, link.limit(), (s, t, bytes, o, l, file, position) -> {});
      boolean isShort = link.limit() != IncarnationChain.NO_LIMIT && tail.sequence() < link.limit();
      if (isShort || tail.cutOff() != null) {
        findings.add(
            new Finding(
                isShort,
                tail.file(),
                tail.position(),
                "journal ends early: incarnation="
                    + link.incarnation()
                    + ", last="
                    + tail.sequence()
                    + ", reason="
                    + tail.cutOff()));
      }
    } catch (CorruptStateException e) {
      add(true, e);
    }
  }

  private static int firstSound(IncarnationChain.Link link) {
    int index = 0;
    while (link.journal().sequenceBefore(index) < 0) {
      index++;
    }
    return index;
  }

  private void retirements() throws IOException {
    for (int id : folder.retirements()) {
      try {
        RetirementList.read(folder.retirement(id));
      } catch (CorruptStateException e) {
        add(false, e);
      }
    }
  }

  private void state() throws IOException {
    try (StateImage image = Recovery.open(folder)) {
      for (String note : image.notes()) {
        findings.add(new Finding(false, null, CorruptStateException.NO_OFFSET, note));
      }
      checkPayloads(image.classes(), image.blocks(), folder.path());
      Reachability reachability = Reachability.of(image);
      if (reachability.danglingCount() > 0) {
        findings.add(
            new Finding(
                true,
                null,
                CorruptStateException.NO_OFFSET,
                "references without a node: count="
                    + reachability.danglingCount()
                    + ", first oid="
                    + reachability.firstDangling()));
      }
    } catch (CorruptStateException e) {
      add(true, e);
    }
  }
}
