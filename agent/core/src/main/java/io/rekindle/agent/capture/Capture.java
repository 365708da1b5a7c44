package io.rekindle.agent.capture;

import static io.rekindle.agent.capture.ComparedNode.UNKNOWN_HASH;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TrackedHandler;
import io.rekindle.agent.types.TypeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.OutputTooLargeException;

/**
 * Encodes what changed since the last stored commit: changed objects, compared nodes whose encoding
 * differs, and everything new that is reachable from them.
 *
 * <p>What takes long is done in several windows, with the application running in between: what it
 * changes of what was encoded is encoded again, behind it. The last window ends with nothing left,
 * so that the whole is of the moment of that window. Much of it is even done between windows, see
 * {@link PreCopy}.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>An object whose word is {@code oid} is stored as it is; one whose word is {@code -oid} is
 *       in the barrier's list or in this commit.
 *   <li>After {@link #lost} all that the failed commit held of stored objects is marked as changed
 *       again, so the next one that succeeds stores it. Objects that were new in it are new again,
 *       under their oids: no stored node refers to one before it is stored.
 *   <li>An oid refers to the same object for as long as the name lives.
 * </ul>
 */
public final class Capture {

  /**
   * How often a window asks the barrier for what was written meanwhile. All that sections did is in
   * the first answer; a thread outside that writes all the time has something in each.
   */
  private static final int DRAINS_MAX = 8;

  /**
   * More than is written in a window. What a commit has written so far is a guess for a small one.
   */
  private static final int WINDOW_BYTES = 16 << 20;

  /** Where a root that is taken away leads to. */
  private static final int NO_NODE = 0;

  private final TypeHandlers handlers;
  private final ClassIds classIds;
  private final OperationOutput output = new OperationOutput();
  private final CaptureSink sink;
  private final SecondLooks looks;
  private final ComparedNodes compared = new ComparedNodes();
  private final CapturedObjects captured;
  private final AbsentOids absent = new AbsentOids();
  private final PendingRoots roots = new PendingRoots();
  private final Comparison comparison;

  private boolean isFuzzy;
  private final CaptureWindows windows = new CaptureWindows();
  private final PreCopy preCopy = new PreCopy();
  private final CommitContents contents;

  /** Changes under the commit lock only; others may read it for information. */
  private volatile int nextOid;

  /** The first oid that was given in this commit. */
  private int firstOid;

  private int pendingRetirement;

  /** How the last commit ended, as long as not all was done that follows from it. */
  private Ending unfinished = Ending.NONE;

  private enum Ending {
    /** All is done. */
    NONE,
    /** It is stored. */
    STORED,
    /** It is not. */
    LOST
  }

  /** Continues with the classes and numbers of what was restored, or from nothing. */
  public Capture(TypeHandlers handlers, ClassTable classes, int nextOid, int nextClassId) {
    this.handlers = handlers;
    this.classIds = new ClassIds(classes, nextClassId);
    this.nextOid = nextOid;
    this.firstOid = nextOid;
    this.captured = new CapturedObjects(handlers, classIds, compared);
    this.sink = new CaptureSink(this, output, handlers);
    this.looks = new SecondLooks(this, CaptureSink.forLooks(this, handlers), captured.hashes());
    NodeWriter writer = new NodeWriter(output, sink, classIds, captured, looks);
    this.comparison = new Comparison(compared, captured, absent, sink, writer, output);
    this.contents =
        new CommitContents(this, captured, compared, absent, writer, comparison, windows, preCopy);
  }

  /** The handlers of this application. */
  public TypeHandlers handlers() {
    return handlers;
  }

  /** What is known of the objects that were captured. */
  public CapturedObjects captured() {
    return captured;
  }

  /** The first oid that no object has. */
  public int nextOid() {
    return nextOid;
  }

  /** How much of the numbers for objects is used up, from 0 to 100. */
  public int oidsUsedPercent() {
    return (int) (100L * nextOid / Integer.MAX_VALUE);
  }

  /** The first class id that no class has. */
  public int nextClassId() {
    return classIds.nextId();
  }

  /** How many nodes are compared at each commit. */
  public int comparedCount() {
    return compared.count();
  }

  /**
   * The node of {@code holder} is to be found under {@code rootName} from the next commit on. Any
   * thread may call this at any time: one that waited for a commit while it is inside a section
   * would hold up that commit.
   */
  public void addRoot(String rootName, Object holder, NodeHandler handler) {
    roots.announce(rootName, holder, handler);
  }

  /** As {@link #addRoot}; the root that it was until now is taken away by the same commit. */
  public void renameRoot(String oldName, String rootName, Object holder, NodeHandler handler) {
    roots.announce(oldName, null, null);
    addRoot(rootName, holder, handler);
  }

  /** The next commit writes a restored object, though it is what it was when it was stored. */
  public void storeAnew(Object object) {
    NodeHandler handler = handlerOf(object);
    if (handler.isTracked()) {
      markChanged(object, handler);
    }
    if (CapturedObjects.isCompared(handler)) {
      compared.hash(compared.find(object), UNKNOWN_HASH);
    }
  }

  /**
   * Tells that a restored object is stored as {@code oid} with the given payload. Several threads
   * may call this at a time.
   */
  public void restored(
      Object object, int oid, NodeHandler handler, byte[] bytes, int offset, int length) {
    captured.replaced(object, handler, oid);
    if (handler.isTracked()) {
      handler.word(object, oid);
    }
    if (CapturedObjects.isCompared(handler) || CommitContents.isLeaky(object, handler)) {
      long hash = Hash64.of(bytes, offset, length);
      synchronized (compared) {
        compared.hash(compared.add(object, oid, handler), hash);
      }
    }
  }

  /** Another object takes the place of one that was restored. */
  public void replaced(Object old, Object replacement, int oid, NodeHandler handler) {
    captured.replaced(replacement, handler, oid);
    ComparedNode node = compared.find(old);
    if (node != null) {
      compared.remove(node);
    }
    if (handlerOf(old) instanceof TrackedHandler tracked) {
      tracked.release(old);
    }
    if (handler.isTracked()) {
      handler.changedWhole(replacement, oid);
      Barrier.note(replacement);
    }
    if (CapturedObjects.isCompared(handler)) {
      compared.add(replacement, oid, handler);
    }
  }

  /** The fold asks to forget these oids; adopted in the next commit as {@code retirement}. */
  public void retire(int retirement, int[] oids) {
    for (int oid : oids) {
      absent.retire(oid);
    }
    pendingRetirement = retirement;
  }

  /** As {@link #begin(boolean)}, not early. */
  public void begin() {
    begin(false);
  }

  /**
   * Begins a commit, which has to be answered with {@link #stored} or {@link #lost}.
   *
   * @param early whether even the first window is to leave to {@link #encodeBetween} what it can,
   *     if that is much, so that it is short; otherwise only those after it do
   */
  public void begin(boolean early) {
    finish();
    looks.lookAtSettled();
    output.clear();
    captured.costs().commitBegins();
    isFuzzy = false;
    windows.begin();
    preCopy.begin(early);
  }

  /** No window of this commit leaves anything to {@link #encodeBetween} any more. */
  public void encodeInWindowsOnly() {
    preCopy.exhaust();
  }

  /** Whether {@link #begin(boolean)} was told to be early. */
  public boolean isEarly() {
    return preCopy.isEarly();
  }

  /** Whether anything of this commit was encoded between windows. */
  public boolean hasPreCopied() {
    return preCopy.gaps() > 0;
  }

  /**
   * A section may be inside the gate during the next {@link #advance}. Once this commit is stored,
   * all it held counts as changed: a container may have been read between a change and the note of
   * it, and an edit that is stored twice, or of contents that never were, would add up.
   */
  public void fuzzy() {
    isFuzzy = true;
    preCopy.exhaust();
  }

  /**
   * Goes on until nothing is left or the time is up. No section may be inside the gate meanwhile,
   * or else the result is fuzzy. Comes to an end whatever the application does: after some windows
   * the time does not count any more.
   *
   * @param windowNs nanoseconds, counted from when it is found that there is much to do
   * @return true if nothing is left; the operations are complete then
   */
  public boolean advance(long windowNs) {
    windows.next(windowNs);
    preCopy.windowBegins(windows.isFirst(), windows.isLast());
    boolean isCompared = false;
    int drains = 0;
    try {
      if (pendingRetirement != 0 && output.isEmpty()) {
        output.retired(pendingRetirement);
      }
      roots.write(this::encodeRoot);
      if (preCopy.isOn() && contents.leaveToGap()) {
        windows.ended(false);
        return false;
      }
      while (true) {
        if (!contents.encodeNew()) {
          windows.ended(isCompared);
          return false;
        }
        if (drains++ < DRAINS_MAX) {
          Barrier.drainTo(contents);
        }
        if (contents.hasChanged()) {
          contents.encodeChanged();
        } else if (!isCompared) {
          contents.compare();
          isCompared = true;
        } else {
          classIds.writePending(output);
          return true;
        }
      }
    } catch (RuntimeException | Error e) {
      // First, since there may be no stack for a call.
      unfinished = Ending.LOST;
      lost();
      throw e;
    }
  }

  /**
   * Between two windows, with the gate open: encodes what may be. Sections may change it meanwhile,
   * which the next window finds marked.
   *
   * @return whether that took so long that whoever had waited at the gate has got in
   */
  public boolean encodeBetween() {
    try {
      return contents.encodeInGap(firstOid);
    } catch (RuntimeException | Error e) {
      unfinished = Ending.LOST;
      lost();
      throw e;
    }
  }

  /**
   * Between two windows, with the gate open: makes room for what the next one may write. To grow
   * the output of a large commit takes longer than a window.
   */
  public void makeRoom() {
    try {
      output.reserve(Math.min(WINDOW_BYTES, output.position()));
    } catch (OutputTooLargeException | OutOfMemoryError e) {
      // It may be enough, and if not, the window tells.
    }
  }

  /**
   * Looks once more at what was written since the last look, see {@link SecondLooks}. Not between
   * {@link #begin} and the answer to it.
   *
   * @param deadlineNs of {@link System#nanoTime}
   * @return true if nothing is left to look at
   */
  public boolean lookAgain(long deadlineNs) {
    return looks.look(deadlineNs);
  }

  /** What {@link #advance} has encoded; valid until the next {@link #begin}, empty if nothing. */
  public OperationOutput operations() {
    return output;
  }

  /** The last capture is stored. */
  public void stored() {
    end(Ending.STORED);
  }

  /**
   * The last capture could not be stored: what it held counts as changed, or as never captured.
   * Needs next to no memory: want of that may be why.
   */
  public void lost() {
    end(Ending.LOST);
  }

  private void end(Ending ending) {
    unfinished = ending;
    try {
      finish();
    } catch (VirtualMachineError e) {
      // The next commit goes on with it: nothing is forgotten before all is done.
    }
  }

  /** Does what the end of the last commit had no memory or stack for; may be done twice. */
  private void finish() {
    if (unfinished == Ending.STORED) {
      finishStored();
    } else if (unfinished == Ending.LOST) {
      finishLost();
    }
    unfinished = Ending.NONE;
  }

  private void finishStored() {
    classIds.stored();
    absent.stored();
    roots.stored();
    pendingRetirement = 0;
    comparison.stored();
    output.clear();
    if (isFuzzy) {
      contents.markChanged();
    }
    forgetCommit();
  }

  private void finishLost() {
    // A commit that was too large for its array must not keep it until the next try.
    output.clear();
    classIds.lost();
    absent.lost(firstOid, nextOid);
    contents.markChanged();
    comparison.lost();
    forgetCommit();
  }

  /** The oid under which {@code node} is stored, or will be with this commit. */
  int oidOf(Object node, NodeHandler handler) {
    int oid = knownOid(node, handler);
    if (oid == 0) {
      oid = assign(node, handler);
    } else if (absent.await(oid)) {
      // Forgotten, and now attached again: written in full under its old number.
      contents.addNew(node, handler);
    }
    return oid;
  }

  int classId(io.rekindle.agent.types.NamedClass named) {
    return classIds.idOf(named);
  }

  /** The oid of {@code node}, or 0 if it was never captured. */
  int knownOid(Object node, NodeHandler handler) {
    if (handler.isTracked()) {
      return Math.abs(handler.word(node));
    }
    ComparedNode found = compared.find(node);
    return found == null ? 0 : found.oid;
  }

  /** Whether anything stored may refer to {@code node}. */
  boolean mayBeStored(Object node, NodeHandler handler) {
    int oid = knownOid(node, handler);
    return oid != 0 && !absent.isUnstored(oid);
  }

  private int assign(Object node, NodeHandler handler) {
    if (nextOid == Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "no number is left for a new object: nextOid="
              + nextOid
              + ". Objects can be captured again under another name only; to keep the state, export"
              + " it first.");
    }
    int oid = nextOid++;
    if (handler.isTracked()) {
      // A clone has the fingerprint of what it was made of.
      captured.replaced(node, handler, oid);
      handler.word(node, oid);
    }
    if (CapturedObjects.isCompared(handler)) {
      compared.add(node, oid, handler);
    }
    contents.addNew(node, handler);
    return oid;
  }

  private void encodeRoot(String name, Object holder, NodeHandler handler) {
    output.root(name, holder == null ? NO_NODE : oidOf(holder, handler));
  }

  /** The first oid that was given in this commit. */
  int firstOid() {
    return firstOid;
  }

  /** Whether the store need not have the object of {@code oid}, see {@link AbsentOids}. */
  boolean isAbsent(int oid) {
    return absent.contains(oid);
  }

  NodeHandler handlerOf(Object object) {
    if (object instanceof Class<?> type) {
      return handlers.staticsOf(type);
    }
    TypeHandler handler = handlers.of(object.getClass());
    return (NodeHandler) handler;
  }

  static void markChanged(Object object, NodeHandler handler) {
    int oid = Math.abs(handler.word(object));
    if (oid != 0) {
      handler.changedWhole(object, oid);
      Barrier.note(object);
    }
  }

  private void forgetCommit() {
    firstOid = nextOid;
    contents.clear();
    roots.unwritten();
    comparison.forgetCommit();
  }
}
