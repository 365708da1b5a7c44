package io.rekindle.codec.fold;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.recovery.Adoption;
import io.rekindle.codec.recovery.OidTable;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Decides which nodes a fold may leave out. That no root leads to a node is not enough: the object
 * may be alive in the application, marked as stored, and be attached again by a mere reference. A
 * restart makes objects of all nodes, so that holds for what earlier incarnations left as well. See
 * docs/restart-protocol.md, "Forgetting".
 *
 * <p>A node may be forgotten if no root and no node that stays leads to it, and either
 *
 * <ul>
 *   <li>no application runs, or
 *   <li>it is on a list that was adopted, and was not written since the list was made
 * </ul>
 */
final class Forgetting {
  private final NameFolder folder;
  private final int incarnation;
  private final List<String> notes;
  private final OidTable candidates = new OidTable();
  private final OidTable dropped = new OidTable();
  private int droppedCount;
  private int[] kept = new int[0];
  private int lastRetirement;

  Forgetting(NameFolder folder, int incarnation, List<String> notes) {
    this.folder = folder;
    this.incarnation = incarnation;
    this.notes = notes;
  }

  /** Leaves out nothing, and does not look what might be: no list was adopted. */
  void keepAll(StateImage image) {
    lastRetirement = image.snapshot() == null ? 0 : image.snapshot().header().lastRetirement();
  }

  void decide(StateImage image) throws IOException {
    keepAll(image);
    Reachability reachability = Reachability.of(image);
    if (reachability.danglingCount() > 0) {
      notes.add(
          "references without a node: count="
              + reachability.danglingCount()
              + ", first oid="
              + reachability.firstDangling());
    }
    int[] unreachable = reachability.unreachable();
    if (incarnation == Fold.OFFLINE) {
      propose(unreachable, null);
    } else {
      for (Adoption adoption : image.adoptions()) {
        proposeAdopted(adoption, image);
      }
    }
    for (int oid : unreachable) {
      if (candidates.get(oid) == 0) {
        reachability.traceFrom(oid);
      }
    }
    kept = new int[unreachable.length];
    int keptCount = 0;
    for (int oid : unreachable) {
      if (reachability.isReachable(oid)) {
        kept[keptCount++] = oid;
      } else {
        dropped.put(oid, 1);
        droppedCount++;
      }
    }
    kept = Arrays.copyOf(kept, keptCount);
  }

  private void propose(int[] oids, StateImage unlessWrittenIn) {
    for (int oid : oids) {
      if (unlessWrittenIn == null || !unlessWrittenIn.isOverridden(oid)) {
        candidates.put(oid, 1);
      }
    }
  }

  private void proposeAdopted(Adoption adoption, StateImage image) throws IOException {
    lastRetirement = Math.max(lastRetirement, adoption.retirement());
    Path file = folder.retirement(adoption.retirement());
    if (!Files.exists(file)) {
      return;
    }
    try {
      RetirementList list = RetirementList.read(file);
      if (list.incarnation() == incarnation && list.sequence() <= adoption.sequence()) {
        propose(list.oids(), image);
      }
    } catch (CorruptStateException e) {
      notes.add("unsound retirement list, ignored: " + e.getMessage());
    }
  }

  boolean isDropped(int oid) {
    return dropped.get(oid) != 0;
  }

  int droppedCount() {
    return droppedCount;
  }

  /** Oids that no root leads to and that stay, rising. */
  int[] kept() {
    return kept;
  }

  /** Lists up to this id are done with. */
  int lastRetirement() {
    return lastRetirement;
  }
}
