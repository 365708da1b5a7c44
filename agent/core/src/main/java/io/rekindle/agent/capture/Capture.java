package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TrackedHandler;
import io.rekindle.agent.types.TypeHandler;
import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.bootstrap.ChangedObjects;
import io.rekindle.codec.ClassTable;
import io.rekindle.codec.OperationOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Encodes what changed since the last stored commit: changed objects, compared nodes whose encoding
 * differs, and everything new that is reachable from them.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>An object whose word is {@code oid} is stored as it is; one whose word is {@code -oid} is
 *       in the barrier's list or in {@link #touched}.
 *   <li>After {@link #lost} everything that the failed commit held is marked as changed again, so
 *       the next one that succeeds stores it.
 *   <li>An oid refers to the same object for as long as the name lives.
 * </ul>
 */
public final class Capture implements ChangedObjects {

  /** A container that other threads keep changing outside sections is tried this often. */
  private static final int ATTEMPTS_MAX = 20;

  private final TypeHandlers handlers;
  private final ClassIds classIds;
  private final OperationOutput output = new OperationOutput();
  private final CaptureSink sink;
  private final ComparedNodes compared = new ComparedNodes();
  private final CapturedObjects captured;
  private final OidSet retired = new OidSet();
  private final List<PendingRoot> pendingRoots = new ArrayList<>();
  private final List<ComparedNode> comparedInCommit = new ArrayList<>();

  /** Woven objects in this commit, to mark them again should it be lost. */
  private Object[] touched = new Object[256];

  private int touchedCount;

  /** Objects that have an oid but are not yet encoded. */
  private Object[] fresh = new Object[256];

  private int freshCount;

  private Object[] drained = new Object[256];
  private int drainedCount;
  private int nextOid;
  private int pendingRetirement;

  /** Continues with the classes and numbers of what was restored, or from nothing. */
  public Capture(TypeHandlers handlers, ClassTable classes, int nextOid, int nextClassId) {
    this.handlers = handlers;
    this.classIds = new ClassIds(classes, nextClassId);
    this.nextOid = nextOid;
    this.captured = new CapturedObjects(handlers, classIds, compared);
    this.sink = new CaptureSink(this, output, handlers);
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

  /** The first class id that no class has. */
  public int nextClassId() {
    return classIds.nextId();
  }

  /** How many nodes are compared at each commit. */
  public int comparedCount() {
    return compared.count();
  }

  /** The node of {@code holder} is to be found under {@code rootName} from the next commit on. */
  public void addRoot(String rootName, Object holder, NodeHandler handler) {
    pendingRoots.add(new PendingRoot(rootName, holder, handler));
  }

  /**
   * Tells that a restored object is stored as {@code oid} with the given payload. Several threads
   * may call this at a time.
   */
  public void restored(
      Object object, int oid, NodeHandler handler, byte[] bytes, int offset, int length) {
    captured.replaced(oid);
    if (handler.isTracked()) {
      handler.word(object, oid);
    }
    if (isCompared(handler)) {
      long hash = Hash64.of(bytes, offset, length);
      synchronized (compared) {
        compared.add(object, oid, handler).hash = hash;
      }
    }
  }

  /** Another object takes the place of one that was restored. */
  public void replaced(Object old, Object replacement, int oid, NodeHandler handler) {
    captured.replaced(oid);
    ComparedNode node = compared.find(old);
    if (node != null) {
      compared.remove(node);
    }
    if (handlerOf(old) instanceof TrackedHandler tracked) {
      tracked.release(old);
    }
    if (handler.isTracked()) {
      handler.changedWhole(replacement, oid);
      Barrier.changed(replacement);
    }
    if (isCompared(handler)) {
      compared.add(replacement, oid, handler);
    }
  }

  /** The fold asks to forget these oids; adopted in the next commit as {@code retirement}. */
  public void retire(int retirement, int[] oids) {
    for (int oid : oids) {
      retired.add(oid);
    }
    pendingRetirement = retirement;
  }

  /**
   * Encodes everything that has to be stored. The result is valid until the next call and has to be
   * answered with {@link #stored} or {@link #lost}.
   *
   * @return the operations, empty if nothing has changed
   */
  public OperationOutput capture() {
    output.clear();
    touchedCount = 0;
    freshCount = 0;
    comparedInCommit.clear();
    captured.costs().commitBegins();
    drainChanged();
    try {
      if (pendingRetirement != 0) {
        output.retired(pendingRetirement);
      }
      encodeRoots();
      encodeChanged();
      encodeFresh();
      compareNodes();
      encodeFresh();
      classIds.writePending(output);
      return output;
    } catch (RuntimeException | Error e) {
      lost();
      throw e;
    }
  }

  /** The last capture is stored. */
  public void stored() {
    classIds.stored();
    pendingRoots.clear();
    pendingRetirement = 0;
    for (int i = 0; i < comparedInCommit.size(); i++) {
      ComparedNode node = comparedInCommit.get(i);
      node.hash = node.pendingHash;
    }
    forgetCommit();
  }

  /** The last capture could not be stored: all it held counts as changed. */
  public void lost() {
    classIds.lost();
    for (int i = 0; i < touchedCount; i++) {
      markChanged(touched[i]);
    }
    for (int i = 0; i < freshCount; i++) {
      if (handlerOf(fresh[i]).isTracked()) {
        markChanged(fresh[i]);
      }
    }
    for (int i = 0; i < drainedCount; i++) {
      markChanged(drained[i]);
    }
    for (int i = 0; i < comparedInCommit.size(); i++) {
      comparedInCommit.get(i).hash = ComparedNode.UNKNOWN_HASH;
    }
    forgetCommit();
  }

  @Override
  public void add(Object changed) {
    if (drainedCount == drained.length) {
      drained = Arrays.copyOf(drained, drainedCount * 2);
    }
    drained[drainedCount++] = changed;
  }

  /** The oid under which {@code node} is stored, or will be with this commit. */
  int oidOf(Object node, NodeHandler handler) {
    int oid = knownOid(node, handler);
    if (oid == 0) {
      oid = assign(node, handler);
    } else if (isRetired(oid)) {
      // Forgotten by the fold, and now attached again: written in full under its old number.
      retired.remove(oid);
      markFresh(node);
    }
    return oid;
  }

  int classId(io.rekindle.agent.types.NamedClass named) {
    return classIds.idOf(named);
  }

  private int knownOid(Object node, NodeHandler handler) {
    if (handler.isTracked()) {
      return Math.abs(handler.word(node));
    }
    ComparedNode found = compared.find(node);
    return found == null ? 0 : found.oid;
  }

  private int assign(Object node, NodeHandler handler) {
    if (nextOid == Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "no oid is left: nextOid=" + nextOid + ". To go on, restart the application.");
    }
    int oid = nextOid++;
    if (handler.isTracked()) {
      handler.word(node, oid);
    }
    if (isCompared(handler)) {
      compared.add(node, oid, handler);
    }
    markFresh(node);
    return oid;
  }

  private void markFresh(Object node) {
    if (freshCount == fresh.length) {
      fresh = Arrays.copyOf(fresh, freshCount * 2);
    }
    fresh[freshCount++] = node;
  }

  private void drainChanged() {
    drainedCount = 0;
    Barrier.drainTo(this);
  }

  private void encodeRoots() {
    for (int i = 0; i < pendingRoots.size(); i++) {
      PendingRoot root = pendingRoots.get(i);
      output.root(root.name(), oidOf(root.holder(), root.handler()));
    }
  }

  private void encodeChanged() {
    for (int i = 0; i < drainedCount; i++) {
      Object object = drained[i];
      NodeHandler handler = handlerOf(object);
      int word = handler.word(object);
      if (word < 0) {
        handler.word(object, -word);
        if (!isRetired(-word) && !encodeEdits(object, handler, -word)) {
          encode(object, handler, -word);
        }
      }
    }
  }

  private void encodeFresh() {
    while (freshCount > 0) {
      Object object = fresh[--freshCount];
      fresh[freshCount] = null;
      NodeHandler handler = handlerOf(object);
      encode(object, handler, knownOid(object, handler));
      if (isCompared(handler)) {
        remember(compared.find(object));
      }
    }
  }

  private void compareNodes() {
    for (ComparedNode node : compared.variable()) {
      Object object = node.get();
      if (object == null || node.pendingHash != ComparedNode.UNKNOWN_HASH) {
        continue;
      }
      if (isRetired(node.oid)) {
        continue;
      }
      captured.costs().begin();
      int start = encode(object, node.handler, node.oid);
      captured.costs().end(node);
      if (sink.payloadHash() == node.hash) {
        output.abandonNode(start);
      } else {
        remember(node);
      }
    }
  }

  private void remember(ComparedNode node) {
    node.pendingHash = sink.payloadHash();
    comparedInCommit.add(node);
  }

  private boolean isRetired(int oid) {
    return !retired.isEmpty() && retired.contains(oid);
  }

  /** Returns false if the node has to be encoded whole. */
  private boolean encodeEdits(Object object, NodeHandler handler, int oid) {
    if (!(handler instanceof TrackedHandler tracked)) {
      return false;
    }
    int classId = classId(handler);
    int before = output.position();
    try {
      boolean encoded = tracked.encodeEdits(object, oid, classId, sink, output);
      if (encoded) {
        captured.edited(oid);
        addTouched(object);
      }
      return encoded;
    } catch (ConcurrentModificationException
        | IndexOutOfBoundsException
        | NoSuchElementException e) {
      // Changed meanwhile, which a fuzzy commit allows.
      output.abandonNode(before);
      return false;
    }
  }

  private void addTouched(Object object) {
    if (touchedCount == touched.length) {
      touched = Arrays.copyOf(touched, touchedCount * 2);
    }
    touched[touchedCount++] = object;
  }

  /** Descriptors come before what needs them. */
  private int classId(NodeHandler handler) {
    int classId = classIds.idOf(handler);
    if (classIds.hasUnwritten()) {
      classIds.writePending(output);
    }
    return classId;
  }

  /** Returns where the node begins; descriptors that it needs come before. */
  private int encode(Object object, NodeHandler handler, int oid) {
    if (handler.isTracked()) {
      addTouched(object);
    }
    if (handler instanceof TrackedHandler tracked) {
      tracked.beginWhole(object);
    }
    int classId = classId(handler);
    int before = output.position();
    for (int attempt = 1; ; attempt++) {
      output.beginNode(oid, classId);
      sink.beginPayload();
      try {
        handler.encode(object, sink);
        sink.endPayload(isCompared(handler));
        sink.tell(captured, handler, oid);
        output.endNode();
        return before;
      } catch (ConcurrentModificationException | IndexOutOfBoundsException e) {
        output.abandonNode(before);
        if (attempt == ATTEMPTS_MAX) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private NodeHandler handlerOf(Object object) {
    if (object instanceof Class<?> type) {
      return handlers.staticsOf(type);
    }
    TypeHandler handler = handlers.of(object.getClass());
    return (NodeHandler) handler;
  }

  private void markChanged(Object object) {
    NodeHandler handler = handlerOf(object);
    int oid = Math.abs(handler.word(object));
    if (oid != 0) {
      handler.changedWhole(object, oid);
      Barrier.changed(object);
    }
  }

  private void forgetCommit() {
    Arrays.fill(touched, 0, touchedCount, null);
    Arrays.fill(fresh, 0, Math.max(freshCount, 0), null);
    Arrays.fill(drained, 0, drainedCount, null);
    touchedCount = 0;
    freshCount = 0;
    drainedCount = 0;
    for (int i = 0; i < comparedInCommit.size(); i++) {
      comparedInCommit.get(i).pendingHash = ComparedNode.UNKNOWN_HASH;
    }
    comparedInCommit.clear();
  }

  private static boolean isCompared(NodeHandler handler) {
    return !handler.isTracked() || handler.writesPastBarriers();
  }

  /** A root that the next commit writes. */
  private record PendingRoot(String name, Object holder, NodeHandler handler) {}
}
