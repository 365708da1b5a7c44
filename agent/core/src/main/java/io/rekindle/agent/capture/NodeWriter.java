package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TrackedHandler;
import io.rekindle.agent.types.UnpreparedClassException;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.OutputTooLargeException;
import java.util.ArrayDeque;
import java.util.ConcurrentModificationException;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Writes nodes, and changes of nodes, into the commit. Used under the commit lock. */
final class NodeWriter {

  /**
   * How often a container is tried that changes while it is read. A change that began before the
   * container was captured for the first time ends soon, unless its thread lost its core: so the
   * later attempts leave it time.
   */
  private static final int ATTEMPTS_MAX = 200;

  private static final int ATTEMPTS_AT_ONCE = 20;

  private static final long ATTEMPT_PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(100);

  private final OperationOutput output;
  private final CaptureSink sink;
  private final ClassIds classIds;
  private final CapturedObjects captured;
  private final SecondLooks looks;

  /** Large containers whose contents are not yet written. */
  private final ArrayDeque<ContentSlices> slices = new ArrayDeque<>();

  /** The oids of those that were written in pieces in this commit. */
  private OidSet sliced = new OidSet();

  NodeWriter(
      OperationOutput output,
      CaptureSink sink,
      ClassIds classIds,
      CapturedObjects captured,
      SecondLooks looks) {
    this.output = output;
    this.sink = sink;
    this.classIds = classIds;
    this.captured = captured;
    this.looks = looks;
  }

  /** Forgets what was written. */
  void clear() {
    slices.clear();
    if (!sliced.isEmpty()) {
      sliced = new OidSet();
    }
  }

  /** Whether large containers have contents left to write. */
  boolean hasSlices() {
    return !slices.isEmpty();
  }

  /** Whether the container of {@code oid} was written in pieces in this commit. */
  boolean isSliced(int oid) {
    return !sliced.isEmpty() && sliced.contains(oid);
  }

  /** Whether there is anything left to write of them that was read already. */
  boolean hasReadSlice() {
    ContentSlices slice = slices.peek();
    return slice != null && (slice.hasPiece() || slice.isRead());
  }

  /** Whether there is anything left to read. */
  boolean hasUnreadSlice() {
    for (ContentSlices slice : slices) {
      if (!slice.isRead()) {
        return true;
      }
    }
    return false;
  }

  /** Reads a piece of a large container's contents, if there is any left; with the gate closed. */
  void readSlice() {
    for (ContentSlices slice : slices) {
      if (!slice.isRead()) {
        read(slice);
        return;
      }
    }
  }

  private void read(ContentSlices slice) {
    boolean isMisread = slice.isMisread();
    if (!isMisread) {
      try {
        slice.read();
      } catch (RuntimeException e) {
        if (!isOfChange(e)) {
          throw e;
        }
        isMisread = true;
      }
    }
    if (isMisread) {
      slices.remove(slice);
      beginSlices(slice.container, slice.handler, slice.oid, false);
    }
  }

  /** Writes a piece of a large container's contents, or reads one if there is none to write. */
  void writeSlice() {
    ContentSlices slice = slices.peek();
    if (!slice.hasPiece() && slice.isRead()) {
      slices.remove();
    } else if (!slice.hasPiece()) {
      read(slice);
    } else {
      slice.handler.encodeSlice(
          slice.contents(),
          slice.from(),
          slice.to(),
          slice.oid,
          classId(slice.handler),
          sink,
          output);
      slice.written();
    }
  }

  /** The contents of a large container follow in pieces. */
  void writeWhole(Object object, NodeHandler handler, int oid) {
    if (!(handler instanceof TrackedHandler tracked)
        || tracked.size(object) < ContentSlices.ELEMENTS_MIN) {
      write(object, handler, oid, CapturedObjects.isCompared(handler));
      return;
    }
    beginSlices(object, tracked, oid, true);
  }

  private void beginSlices(Object object, TrackedHandler handler, int oid, boolean inPieces) {
    handler.beginWhole(object);
    for (int attempt = 1; ; attempt++) {
      try {
        slices.add(new ContentSlices(object, handler, oid, inPieces));
        break;
      } catch (RuntimeException e) {
        again(attempt, e);
      }
    }
    int classId = classId(handler);
    sliced.add(oid);
    output.beginNode(oid, classId);
    handler.encodeEmpty(object, sink);
    output.endNode();
    captured.edited(object, handler, oid);
  }

  /** Writes single changes of a tracked container; false if the node has to be written whole. */
  boolean writeEdits(Object object, NodeHandler handler, int oid) {
    if (!(handler instanceof TrackedHandler tracked)) {
      return false;
    }
    int classId = classId(handler);
    int before = output.position();
    try {
      boolean encoded = tracked.encodeEdits(object, oid, classId, sink, output);
      if (encoded) {
        captured.edited(object, handler, oid);
        // From its second capture on the log misses nothing, and the hash is of what was before.
        looks.drop(oid);
      }
      return encoded;
    } catch (RuntimeException e) {
      if (!isOfChange(e)) {
        throw e;
      }
      // Changed meanwhile, which a fuzzy commit allows.
      output.abandonNode(before);
      return false;
    }
  }

  /**
   * Replaces the node of a large array, which begins at {@code start}, by what changed of it.
   *
   * @param inFull whether the node has to stay, since no edit would find what it applies to
   * @return the chunks of the array as it is now, null if it is not a large one
   */
  ArrayChunks writeArrayChanges(ComparedNode node, int start, boolean inFull) {
    int length = sink.payloadLength();
    int at = output.position() - length;
    int width = FieldDescriptor.primitiveWidth(node.handler.elementTypeCode());
    ArrayChunks stored = node.latestChunks();
    ArrayChunks chunks = ArrayChunks.of(output.array(), at, length, width);
    if (!inFull && chunks != null && chunks.isSmallChangeOf(stored)) {
      byte[] changed = chunks.changedBytes(stored, output.array(), at);
      output.abandonNode(start);
      output.beginDelta(node.oid, classId(node.handler));
      chunks.writeEdits(stored, changed, output);
      output.endDelta();
    }
    return chunks;
  }

  /**
   * Writes a whole node.
   *
   * @param hashed whether the sink is to tell the payload's hash
   * @return where the node begins; descriptors that it needs come before
   */
  int write(Object object, NodeHandler handler, int oid, boolean hashed) {
    if (handler instanceof TrackedHandler tracked) {
      tracked.beginWhole(object);
    }
    int classId = classId(handler);
    int before = output.position();
    for (int attempt = 1; ; attempt++) {
      try {
        encode(object, handler, oid, classId, hashed);
        return before;
      } catch (RuntimeException e) {
        output.abandonNode(before);
        again(attempt, e);
      }
    }
  }

  private void encode(Object object, NodeHandler handler, int oid, int classId, boolean hashed) {
    output.beginNode(oid, classId);
    sink.beginPayload();
    handler.encode(object, sink);
    boolean isLookedAt = !hashed && handler.isTracked() && looks.areNeeded();
    boolean isHashStored = CapturedObjects.isHashed(handler);
    sink.endPayload(hashed || isLookedAt || isHashStored);
    captured.encoded(object, handler, oid, isHashStored ? sink.payloadHash() : 0);
    output.endNode();
    if (isLookedAt && isHashStored) {
      looks.written(object);
    } else if (isLookedAt) {
      looks.written(oid, object, sink.payloadHash());
    }
  }

  /**
   * Writes a whole node though sections may be writing to it.
   *
   * @return false if that fails: half of a section may hold what can't be stored, such as a thread
   *     that it takes away again before it ends
   */
  boolean writeInGap(Object object, NodeHandler handler, int oid) {
    int classId = classId(handler);
    int before = output.position();
    try {
      encode(object, handler, oid, classId, false);
      return true;
    } catch (UnpreparedClassException | OutputTooLargeException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      output.abandonNode(before);
      return false;
    }
  }

  /**
   * Whether this is how the JDK's containers fail when they are changed while they are read: one
   * that follows its links may find none where its size says that there is one more.
   */
  private static boolean isOfChange(RuntimeException e) {
    return e instanceof ConcurrentModificationException
        || e instanceof IndexOutOfBoundsException
        || e instanceof NoSuchElementException
        || e instanceof NullPointerException;
  }

  private static void again(int attempt, RuntimeException e) {
    if (attempt == ATTEMPTS_MAX || !isOfChange(e)) {
      throw e;
    }
    if (attempt < ATTEMPTS_AT_ONCE) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(ATTEMPT_PAUSE_NS);
    }
  }

  /** Descriptors come before what needs them. */
  private int classId(NodeHandler handler) {
    int classId = classIds.idOf(handler);
    if (classIds.hasUnwritten()) {
      classIds.writePending(output);
    }
    return classId;
  }
}
