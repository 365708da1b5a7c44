package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TrackedHandler;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.bootstrap.ChangedObjects;
import java.util.concurrent.TimeUnit;

/**
 * The objects that a commit has to encode, and those that it has: changed ones, of which the
 * barrier told, and new ones, which what was encoded led to. Used under the commit lock.
 */
final class CommitContents implements ChangedObjects {

  /** By then those who had waited at the gate have woken up and got in. */
  private static final long LET_IN_NS = TimeUnit.MICROSECONDS.toNanos(200);

  private final Capture capture;
  private final CapturedObjects captured;
  private final ComparedNodes compared;
  private final AbsentOids absent;
  private final NodeWriter writer;
  private final Comparison comparison;
  private final CaptureWindows windows;
  private final PreCopy preCopy;

  /** Objects that are to be encoded whole: most of them have just got their oids. */
  private ObjectList fresh = new ObjectList();

  /** Objects that the barrier told of; those before {@code changedDone} are in this commit. */
  private final ObjectList changed = new ObjectList();

  private int changedDone;

  /** Other tracked objects in this commit, to be marked again should it be lost. */
  private final ObjectList written = new ObjectList();

  CommitContents(
      Capture capture,
      CapturedObjects captured,
      ComparedNodes compared,
      AbsentOids absent,
      NodeWriter writer,
      Comparison comparison,
      CaptureWindows windows,
      PreCopy preCopy) {
    this.capture = capture;
    this.captured = captured;
    this.compared = compared;
    this.absent = absent;
    this.writer = writer;
    this.comparison = comparison;
    this.windows = windows;
    this.preCopy = preCopy;
  }

  /** The barrier tells of a changed object. */
  @Override
  public void add(Object object) {
    changed.add(object);
  }

  /** Something leads to an object that has just got its oid, or that the store has forgotten. */
  void addNew(Object node, NodeHandler handler) {
    preCopy.listFor(handler, fresh).add(node);
  }

  /** Whether {@link #encodeChanged} has anything left to do. */
  boolean hasChanged() {
    return changedDone < changed.size();
  }

  /** Compares the nodes that no barrier tells of. */
  void compare() {
    comparison.run(windows.number(), written);
  }

  /**
   * Does what only a window can do, and leaves the rest to the gap after it. Returns false if that
   * is too little for a gap.
   */
  boolean leaveToGap() {
    // Changes of what is being written in pieces come after the last one.
    if (!writer.hasSlices() && !leaveAllButSlicesToGap()) {
      return true;
    }
    while (writer.hasUnreadSlice() && !windows.isOver()) {
      writer.readSlice();
      windows.lookNext();
    }
    if (PreCopy.isWorth(fresh.size(), windows.lengthNs()) || writer.hasSlices()) {
      return true;
    }
    preCopy.endOn();
    return false;
  }

  /** Returns false if the time was up first. */
  private boolean leaveAllButSlicesToGap() {
    // What was never written comes before what changed of it.
    if (!encodeNew()) {
      return false;
    }
    Barrier.drainTo(this);
    encodeChanged();
    return !hasChanged() && encodeNew();
  }

  /**
   * Encodes what may be encoded with the gate open.
   *
   * @return whether that took so long that whoever had waited at the gate has got in
   */
  boolean encodeInGap(int firstOid) {
    if (preCopy.isExhausted() || fresh.isEmpty() && !writer.hasReadSlice()) {
      return false;
    }
    long startNs = System.nanoTime();
    preCopy.gapBegins();
    while (!fresh.isEmpty()) {
      encodeInGap(fresh.removeLast(), firstOid);
    }
    while (writer.hasReadSlice()) {
      writer.writeSlice();
    }
    fresh = preCopy.swapNumbered(fresh);
    long tookNs = System.nanoTime() - startNs;
    preCopy.gapEnds(tookNs, writer.hasSlices());
    return tookNs >= LET_IN_NS;
  }

  private void encodeInGap(Object object, int firstOid) {
    NodeHandler handler = capture.handlerOf(object);
    if (!PreCopy.suits(handler)) {
      preCopy.deferred().add(object);
      return;
    }
    int word = handler.word(object);
    if (word < 0) {
      // A section writes to it: it would have to be encoded once more anyway.
      preCopy.again().add(object);
      return;
    }
    if (!PreCopy.admits(object, handler, word, firstOid)) {
      preCopy.deferred().add(object);
      return;
    }
    absent.found(word);
    written.add(object);
    if (!writer.writeInGap(object, handler, word)) {
      preCopy.deferred().add(object);
    }
  }

  /** Goes on until nothing is left; or until the time is up, if there may be a gap after that. */
  void encodeChanged() {
    boolean isOn = preCopy.isOn();
    while (hasChanged() && !(isOn && windows.isOver())) {
      Object object = changed.get(changedDone++);
      NodeHandler handler = capture.handlerOf(object);
      int word = handler.word(object);
      if (word < 0) {
        handler.word(object, -word);
        encodeChanged(object, handler, -word);
      }
    }
  }

  private void encodeChanged(Object object, NodeHandler handler, int oid) {
    if (absent.isUnstored(oid) || absent.isAwaited(oid)) {
      // Written whole as soon as anything leads to it, which may be in this commit.
      captured.replaced(object, handler, oid);
    } else if (preCopy.isOn() && PreCopy.isOfFields(handler)) {
      fresh.add(object);
    } else if (isLeaky(object, handler)) {
      encodeLeaky(object, handler, oid);
    } else if (absent.isRetired(oid)) {
      // In full, as the fold may have left it out; from now on it is stored like any other.
      absent.found(oid);
      writer.writeWhole(object, handler, oid);
    } else if (isHalfWritten(handler, oid) || !writer.writeEdits(object, handler, oid)) {
      writer.writeWhole(object, handler, oid);
    }
  }

  /**
   * Whether what was written of a list in this commit may be of no moment, so that edits have
   * nothing to apply to.
   */
  private boolean isHalfWritten(NodeHandler handler, int oid) {
    return handler instanceof TrackedHandler list
        && list.isLateLogged()
        && oid >= capture.firstOid()
        && preCopy.gaps() > 0
        && !writer.isSliced(oid);
  }

  /** A container that changes without a record from now on is compared at each commit. */
  private void encodeLeaky(Object object, NodeHandler handler, int oid) {
    ComparedNode node = compared.find(object);
    if (node == null) {
      node = compared.add(object, oid, handler);
    }
    absent.found(oid);
    writer.write(object, handler, oid, true);
    comparison.wrote(node, windows.number());
  }

  /**
   * Encodes all that is to be encoded whole; or, if there may be a gap after this window, what the
   * gap can't. Returns false if the time was up first.
   */
  boolean encodeNew() {
    while (hasNewForWindow()) {
      if (windows.isOver()) {
        return false;
      }
      if (!preCopy.again().isEmpty()) {
        takeAgain(preCopy.again().removeLast());
      } else if (!preCopy.deferred().isEmpty()) {
        encodeNew(preCopy.deferred().removeLast());
      } else if (!fresh.isEmpty()) {
        encodeNew(fresh.removeLast());
      } else {
        writer.writeSlice();
        windows.lookNext();
      }
    }
    return true;
  }

  private boolean hasNewForWindow() {
    return !preCopy.again().isEmpty()
        || !preCopy.deferred().isEmpty()
        || !preCopy.isOn() && (!fresh.isEmpty() || writer.hasSlices());
  }

  /** What was changed before its turn came in a gap; the barrier told of it as well. */
  private void takeAgain(Object object) {
    NodeHandler handler = capture.handlerOf(object);
    int word = handler.word(object);
    if (word < 0) {
      handler.word(object, -word);
      fresh.add(object);
    }
  }

  private void encodeNew(Object object) {
    NodeHandler handler = capture.handlerOf(object);
    int oid = capture.knownOid(object, handler);
    absent.found(oid);
    if (handler.isTracked()) {
      written.add(object);
    }
    if (isLeaky(object, handler)) {
      encodeLeaky(object, handler, oid);
      return;
    }
    writer.writeWhole(object, handler, oid);
    if (CapturedObjects.isCompared(handler)) {
      comparison.wrote(compared.find(object), windows.number());
    }
  }

  /** Whether it is a container that may change without a record. */
  static boolean isLeaky(Object object, NodeHandler handler) {
    return handler instanceof TrackedHandler tracked && tracked.isLeaky(object);
  }

  /** All that is in this commit counts as changed, or as never captured. */
  void markChanged() {
    markChanged(written);
    markChanged(changed);
  }

  private void markChanged(ObjectList objects) {
    for (int i = 0; i < objects.size(); i++) {
      Object object = objects.get(i);
      NodeHandler handler = capture.handlerOf(object);
      if (!handler.isTracked()) {
        continue;
      }
      int oid = Math.abs(handler.word(object));
      if (absent.isUnstored(oid)) {
        handler.word(object, oid);
        captured.replaced(object, handler, oid);
      } else {
        Capture.markChanged(object, handler);
      }
    }
  }

  /** Forgets the commit. */
  void clear() {
    writer.clear();
    written.clear();
    fresh.clear();
    preCopy.clear();
    changed.clear();
    changedDone = 0;
  }
}
