package io.rekindle.codec.recovery;

import io.rekindle.codec.ClassTable;
import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.SnapshotReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state as of one commit: a snapshot, and over it the nodes that later commits wrote. Confined
 * to one thread. Never changes; keeps the snapshot's file open until it is closed.
 */
public final class StateImage implements Closeable {
  private final SnapshotReader snapshot;
  final Overlay overlay;
  final ClassTable classes;
  final Map<String, Integer> roots = new LinkedHashMap<>();
  final List<Adoption> adoptions = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  private final List<Path> unsoundSnapshots = new ArrayList<>();

  long sequence;
  long timeMs;
  long epoch;
  int incarnation;
  int latestIncarnation;
  int nextOid = 1;
  int nextClassId = 1;
  long tailCommits;
  long tailBytes;
  int tailIncarnations;
  int lastReadIncarnation;
  private List<NodeBlock> blocks;

  StateImage(SnapshotReader snapshot) {
    this.snapshot = snapshot;
    this.overlay = new Overlay(snapshot);
    if (snapshot == null) {
      classes = new ClassTable();
      return;
    }
    classes = snapshot.classes().copy();
    roots.putAll(snapshot.roots());
    sequence = snapshot.header().sequence();
    timeMs = snapshot.header().timeMs();
    epoch = snapshot.header().epoch();
    incarnation = snapshot.header().incarnation();
    nextOid = snapshot.header().nextOid();
    nextClassId = snapshot.header().nextClassId();
  }

  /** The commit that this is the state of; 0 if there is no state. */
  public long sequence() {
    return sequence;
  }

  /** When that commit was made, ms since 1970; 0 if there is no state. */
  public long timeMs() {
    return timeMs;
  }

  /** Number of the last owner; 0 if there was none. */
  public long epoch() {
    return epoch;
  }

  /** The incarnation that the state was last owned by; 0 if there was none. */
  public int incarnation() {
    return incarnation;
  }

  /** The largest incarnation number taken so far, though it may have stored nothing; 0 if none. */
  public int latestIncarnation() {
    return latestIncarnation;
  }

  /** No oid from here on is in use. */
  public int nextOid() {
    return nextOid;
  }

  /** No class id from here on is in use. */
  public int nextClassId() {
    return nextClassId;
  }

  /** All classes that the state names; not to be changed. */
  public ClassTable classes() {
    return classes;
  }

  /** Root names to oids; not to be changed. */
  public Map<String, Integer> roots() {
    return roots;
  }

  /** The commit that the snapshot was folded up to, 0 if the state comes from the journal alone. */
  public long snapshotSequence() {
    return snapshot == null ? 0 : snapshot.header().sequence();
  }

  /** The snapshot, or null if the state comes from the journal alone. */
  public SnapshotReader snapshot() {
    return snapshot;
  }

  /** Commits that were read from journals. */
  public long tailCommits() {
    return tailCommits;
  }

  /** Bytes of their operations. */
  public long tailBytes() {
    return tailBytes;
  }

  /** How many incarnations wrote them. */
  public int tailIncarnations() {
    return tailIncarnations;
  }

  /** Whose journal holds the last commit; 0 if the snapshot goes up to it. */
  public int lastReadIncarnation() {
    return lastReadIncarnation;
  }

  /** The retirement lists that those commits adopted. */
  public List<Adoption> adoptions() {
    return adoptions;
  }

  /** What was found and got over: cut off tails, unsound snapshots; each a sentence for the log. */
  public List<String> notes() {
    return notes;
  }

  /** Snapshots that are newer than the one used, and unsound. */
  public List<Path> unsoundSnapshots() {
    return unsoundSnapshots;
  }

  /** True if commits after the snapshot wrote this node. */
  public boolean isOverridden(int oid) {
    return overlay.contains(oid);
  }

  /** Nodes that commits after the snapshot wrote. */
  public int overlayCount() {
    return overlay.count();
  }

  /**
   * All nodes, each once with its latest content: the snapshot's blocks, whose cursors leave out
   * what was overridden, then one block a class of what later commits wrote. Nodes that no root
   * leads to may be among them. A node that later commits changed entries of is among the latter,
   * with its changes applied.
   *
   * @throws CorruptStateException if a change is of a node that is not there; a cursor throws it if
   *     a change does not fit what the node holds
   */
  public synchronized List<NodeBlock> blocks() {
    if (blocks == null) {
      List<NodeBlock> all = new ArrayList<>();
      if (snapshot != null) {
        all.addAll(snapshot.blocks(overlay.count() == 0 ? null : overlay::contains));
      }
      all.addAll(overlay.blocks(classes));
      blocks = all;
    }
    return blocks;
  }

  /**
   * Applies all changes of entries, so that those that do not fit are found before anybody relies
   * on this state.
   *
   * @throws CorruptStateException if one does not fit
   */
  void checkDeltas() {
    for (NodeBlock block : blocks()) {
      if (block instanceof OverlayBlock changed) {
        changed.checkDeltas();
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (snapshot != null) {
      snapshot.close();
    }
  }
}
