package io.rekindle.agent.types;

import io.rekindle.bootstrap.collections.ChangeLog;
import io.rekindle.bootstrap.collections.KeyChanges;
import io.rekindle.bootstrap.collections.KeyedLog;
import io.rekindle.bootstrap.collections.LateLoggedSequence;
import io.rekindle.bootstrap.collections.SpliceLog;
import io.rekindle.bootstrap.collections.Splices;
import io.rekindle.bootstrap.collections.TrackedContainer;
import io.rekindle.bootstrap.collections.TrackedKeys;
import io.rekindle.bootstrap.collections.TrackedSequence;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.OperationOutput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;

/**
 * JDK containers that record their changes. They are stored under the name of the JDK's class, and
 * single changes as edits of what is stored.
 */
public final class TrackedHandler extends ContainerHandler {

  /** To go on over so many elements costs less than to begin anew at another place. */
  private static final int SKIPPED_MAX = 16;

  private final boolean isLateLogged;

  TrackedHandler(Class<?> type, Class<?> plain, ContainerType container) {
    super(type, plain, container);
    this.isLateLogged = LateLoggedSequence.class.isAssignableFrom(type);
  }

  @Override
  public boolean isTracked() {
    return true;
  }

  @Override
  public int word(Object node) {
    return ((TrackedContainer) node).$rekindle$word();
  }

  /** The first time, the container begins to record. */
  @Override
  public void word(Object node, int word) {
    ((TrackedContainer) node).$rekindle$word(word);
  }

  @Override
  public void changedWhole(Object node, int oid) {
    // First: one that another thread starts takes over the word that it finds.
    ChangeLog log = ((TrackedContainer) node).$rekindle$log();
    word(node, -oid);
    if (log != null) {
      log.setWhole();
    }
  }

  @Override
  Object make(Object[] shape) {
    return TrackedTypes.make(type(), shape);
  }

  /** A tracked container of the same shape and contents as one of the JDK's class. */
  Object copyOf(Object plain) {
    Object copy = makeAsShaped(plain);
    List<Object> elements = new ArrayList<>();
    elements(plain).forEachRemaining(elements::add);
    fill(copy, elements.toArray());
    return copy;
  }

  /** How many elements or entries there are. */
  public int size(Object node) {
    return node instanceof TrackedKeys keys
        ? keys.$rekindle$size()
        : ((TrackedSequence) node).$rekindle$size();
  }

  /** 2 for a map, whose entries are a key and a value. */
  public int partsPerElement() {
    return kind() == NodeKind.MAP ? 2 : 1;
  }

  /** Reads a hash table in portions; null if contents have to be read at once. */
  public ContainerScan scanTable(Object node) {
    return scan(node) instanceof TableScan table ? table : null;
  }

  /** What says whether a hash table still has the size that it had. */
  public Object[] tableShape(Object node) {
    return shape(node);
  }

  /** All elements in iteration order; keys and values in turn. */
  public Object[] contents(Object node) {
    if (isLateLogged) {
      // An array is copied in no time.
      return ((Collection<?>) node).toArray();
    }
    Object[] contents = new Object[size(node) * partsPerElement()];
    Iterator<?> elements = elements(node);
    for (int i = 0; i < contents.length; i++) {
      contents[i] = elements.next();
    }
    if (elements.hasNext()) {
      throw new ConcurrentModificationException("changed while it was captured: " + type());
    }
    return contents;
  }

  /** Writes the payload of a container with the shape of {@code node} and no elements. */
  public void encodeEmpty(Object node, NodeSink sink) {
    Object[] shape = shape(node);
    sink.putCount(shape.length);
    putAll(shape, sink);
    sink.putCount(0);
  }

  /** Adds the elements {@code from} to {@code to} of {@link #contents} to what is stored. */
  public void encodeSlice(
      Object[] contents,
      int from,
      int to,
      int oid,
      int classId,
      NodeSink sink,
      OperationOutput out) {
    out.beginDelta(oid, classId);
    out.editAppend((to - from) / partsPerElement());
    for (int i = from; i < to; i++) {
      sink.putReference(contents[i]);
    }
    out.endDelta();
  }

  /** Whether it may change without a record from now on, so that it has to be compared as well. */
  public boolean isLeaky(Object node) {
    return ((TrackedContainer) node).$rekindle$isLeaky();
  }

  /** Whether a change was begun since the container was captured; it has to have an oid. */
  public boolean isTouched(Object node) {
    ChangeLog log = ((TrackedContainer) node).$rekindle$presentLog();
    return log != null && log.isTouched();
  }

  /**
   * Whether contents of few elements may be read while the application may change them: that fails,
   * or gives something that is no moment's, but does no harm. Who changes them starts a log.
   */
  public boolean isLateLogged() {
    return isLateLogged;
  }

  /** Whether a container that {@link #isLateLogged} was not changed since it was captured. */
  public boolean isUnlogged(Object node) {
    return ((TrackedContainer) node).$rekindle$presentLog() == null;
  }

  /** Forgets the changes so far: all contents are about to be written. */
  public void beginWhole(Object node) {
    ChangeLog log = ((TrackedContainer) node).$rekindle$presentLog();
    if (log != null) {
      log.reset();
    }
  }

  /** The container is none of the captured ones any more. */
  public void release(Object node) {
    ((TrackedContainer) node).$rekindle$dropLog();
  }

  /**
   * Writes what changed since the last call as edits, and forgets it.
   *
   * @return false if only {@link #encode} can tell what changed; nothing was written then
   */
  public boolean encodeEdits(
      Object node, int oid, int classId, NodeSink sink, OperationOutput out) {
    return node instanceof TrackedKeys keys
        ? encodeKeys(keys, oid, classId, sink, out)
        : encodeSplices((TrackedSequence) node, oid, classId, sink, out);
  }

  private boolean encodeKeys(
      TrackedKeys node, int oid, int classId, NodeSink sink, OperationOutput out) {
    KeyedLog log = node.$rekindle$log();
    KeyChanges changes = log.take();
    if (changes.isWhole()) {
      return false;
    }
    out.beginDelta(oid, classId);
    if (changes.isCleared()) {
      out.editClear();
    }
    boolean grows = false;
    int elementsMax = node.$rekindle$size();
    for (int i = 0; i < changes.count(); i++) {
      boolean inserted = changes.isInserted(i);
      grows |= inserted;
      elementsMax += changes.value(i) == TrackedKeys.ABSENT ? 1 : 0;
      if (kind() == NodeKind.MAP) {
        encodeEntry(changes.key(i), changes.value(i), inserted, sink, out);
      } else {
        encodeElement(changes.key(i), changes.value(i), inserted, sink, out);
      }
    }
    int keptUpTo = log.shapeKeptUpTo();
    // Only an insertion can change the number of buckets; it may have been undone since.
    boolean mayBeReshaped = keptUpTo < 0 ? grows : changes.isCleared() || elementsMax > keptUpTo;
    if (mayBeReshaped) {
      log.shapeKeptUpTo(encodeShape(node, sink, out));
    }
    out.endDelta();
    return true;
  }

  private void encodeEntry(
      Object key, Object value, boolean inserted, NodeSink sink, OperationOutput out) {
    if (value == TrackedKeys.ABSENT) {
      if (sink.mayBeStored(key)) {
        out.editRemove();
        sink.putReference(key);
      }
      return;
    }
    if (inserted && prepends()) {
      out.editPutFirst();
    } else if (inserted) {
      out.editPutLast();
    } else {
      out.editPut();
    }
    sink.putReference(key);
    sink.putReference(value);
  }

  private static void encodeElement(
      Object element, Object value, boolean inserted, NodeSink sink, OperationOutput out) {
    if (value == TrackedKeys.ABSENT) {
      if (!sink.mayBeStored(element)) {
        return;
      }
      out.editDiscard();
    } else if (inserted) {
      out.editAddLast();
    } else {
      out.editAdd();
    }
    sink.putReference(element);
  }

  /** Returns up to how many elements the shape stays, see {@link KeyedLog#shapeKeptUpTo()}. */
  private int encodeShape(Object node, NodeSink sink, OperationOutput out) {
    Object[] shape = shape(node);
    if (shape.length > 0) {
      out.editShape(shape.length);
      putAll(shape, sink);
    }
    return shapeKeptUpTo(shape);
  }

  private boolean encodeSplices(
      TrackedSequence node, int oid, int classId, NodeSink sink, OperationOutput out) {
    SpliceLog log = (SpliceLog) node.$rekindle$presentLog();
    Splices splices = log == null ? null : log.take();
    if (splices == null || splices.isWhole()) {
      return false;
    }
    out.beginDelta(oid, classId);
    Iterator<?> elements = null;
    int position = 0;
    for (int i = 0; i < splices.count(); i++) {
      int start = splices.newStart(i);
      int added = splices.added(i);
      out.editSplice(start, splices.removed(i), added);
      if (elements == null || start - position > SKIPPED_MAX) {
        elements = added == 0 ? null : splices.elementsFrom(node, start);
        position = start;
      }
      for (; position < start; position++) {
        elements.next();
      }
      for (; position < start + added; position++) {
        sink.putReference(elements.next());
      }
    }
    if (splices.isReshaped()) {
      encodeShape(node, sink, out);
    }
    out.endDelta();
    return true;
  }

  private static void putAll(Object[] values, NodeSink sink) {
    for (Object value : values) {
      sink.putReference(value);
    }
  }
}
