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
  private final long upTo;
  private final List<Finding> findings = new ArrayList<>();

  private StoreVerifier(NameFolder folder, long upTo) {
    this.folder = folder;
    this.upTo = upTo;
  }

  /** What is wrong; empty if nothing is. Only for a name that nobody writes to meanwhile. */
  public static List<Finding> verify(NameFolder folder) throws IOException {
    return verify(folder, IncarnationChain.NO_LIMIT);
  }

  /**
   * As {@link #verify(NameFolder)}, but leaves out what comes after commit {@code upTo}. May be
   * used beside the running writer if that commit was appended before, see {@link
   * Recovery#settledSequence}.
   */
  public static List<Finding> verify(NameFolder folder, long upTo) throws IOException {
    StoreVerifier verifier = new StoreVerifier(folder, upTo);
    verifier.snapshots();
    verifier.journals();
    verifier.retirements();
    verifier.state();
    return verifier.findings;
  }

  private void add(Finding.Kind kind, boolean isFatal, CorruptStateException e) {
    findings.add(new Finding(kind, isFatal, e.file(), e.offset(), e.getMessage()));
  }

  private void snapshots() throws IOException {
    for (Path file : folder.snapshotFiles()) {
      try (SnapshotReader reader = new SnapshotReader(file)) {
        reader.verify();
        checkPayloads(reader.classes(), reader.blocks(null), file);
      } catch (CorruptStateException e) {
        add(Finding.Kind.SNAPSHOT, false, e.in(file, CorruptStateException.NO_OFFSET));
      }
    }
  }

  private void checkPayloads(ClassTable classes, List<NodeBlock> blocks, Path file) {
    PayloadScanner scanner = new PayloadScanner(classes);
    for (NodeBlock block : blocks) {
      ClassDescriptor descriptor = block.descriptor();
      NodeCursor cursor = block.open();
      boolean more = true;
      while (more) {
        try {
          more = cursor.next();
          if (more) {
            scanner.scanRefs(
                descriptor.id(), cursor.array(), cursor.offset(), cursor.length(), oid -> {});
          }
        } catch (CorruptStateException e) {
          findings.add(unreadable(cursor.oid(), descriptor, file, e));
        }
      }
    }
  }

  private static Finding unreadable(
      int oid, ClassDescriptor descriptor, Path file, CorruptStateException e) {
    return new Finding(
        Finding.Kind.NODE,
        true,
        file,
        CorruptStateException.NO_OFFSET,
        "unreadable node: oid=" + oid + ", class=" + descriptor.name() + ": " + e.getMessage());
  }

  private void journals() throws IOException {
    try {
      for (IncarnationChain.Link link : new IncarnationChain(folder).links()) {
        journal(link);
      }
    } catch (CorruptStateException e) {
      add(Finding.Kind.JOURNAL, true, e);
    }
  }

  private void journal(IncarnationChain.Link link) throws IOException {
    long first = Math.max(link.base(), link.journal().sequenceBefore(firstSound(link)));
    long limit = Math.min(link.limit(), upTo);
    if (first >= limit) {
      return;
    }
    try {
      JournalTail tail =
          link.journal().read(first, limit, (s, t, bytes, o, l, file, position) -> {});
      boolean isShort = limit != IncarnationChain.NO_LIMIT && tail.sequence() < limit;
      if (isShort || tail.cutOff() != null) {
        findings.add(
            new Finding(
                isShort || tail.lostAfter() > 0 ? Finding.Kind.JOURNAL : Finding.Kind.TORN_TAIL,
                isShort,
                tail.file(),
                tail.position(),
                "journal ends early: incarnation="
                    + link.incarnation()
                    + ", last="
                    + tail.sequence()
                    + ", reason="
                    + tail.cutOff()
                    + (tail.lostAfter() == 0 ? "" : ", lost up to at least=" + tail.lostAfter())));
      }
    } catch (CorruptStateException e) {
      add(Finding.Kind.JOURNAL, true, e);
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
        add(Finding.Kind.RETIREMENT, false, e);
      }
    }
  }

  private void state() throws IOException {
    try (StateImage image =
        upTo == IncarnationChain.NO_LIMIT ? Recovery.open(folder) : Recovery.openAt(folder, upTo)) {
      for (String note : image.notes()) {
        findings.add(
            new Finding(Finding.Kind.NOTE, false, null, CorruptStateException.NO_OFFSET, note));
      }
      checkPayloads(image.classes(), image.blocks(), folder.path());
      Reachability reachability = Reachability.of(image);
      if (reachability.danglingCount() > 0) {
        findings.add(
            new Finding(
                Finding.Kind.DANGLING,
                true,
                null,
                CorruptStateException.NO_OFFSET,
                "references without a node: count="
                    + reachability.danglingCount()
                    + ", first oid="
                    + reachability.firstDangling()));
      }
    } catch (CorruptStateException e) {
      add(Finding.Kind.STATE, true, e);
    }
  }
}
