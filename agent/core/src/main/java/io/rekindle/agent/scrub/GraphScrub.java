package io.rekindle.agent.scrub;

import io.rekindle.agent.capture.CapturedObjects;
import io.rekindle.agent.capture.StoredHashes;
import io.rekindle.agent.types.ArrayHandler;
import io.rekindle.agent.types.ContainerHandler;
import io.rekindle.agent.types.ContainerScan;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TrackedHandler;
import java.lang.reflect.Array;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Walks the captured graph in slices, from the roots, and compares each tracked object with what is
 * stored. One walk through everything is a pass; when one ends, the next slice begins another.
 *
 * <p>Invariant: an object is healed only if it is not marked as changed, was not captured since its
 * hash was taken, and differs from that hash twice, {@code settleNs} apart. No hash is taken of an
 * object that refers to one without an oid: restored objects may, until the application claims the
 * root in whose place a stand-in is.
 */
public final class GraphScrub {

  /** Larger containers are read in portions. */
  private static final int WHOLE_MAX = 512;

  /** Objects between two looks at the clock. */
  private static final int CLOCK_EVERY = 16;

  private final CapturedObjects captured;
  private final Supplier<List<Object>> roots;
  private final BiConsumer<Object, NodeHandler> healed;
  private final ObjectStack stack = new ObjectStack();
  private final ScrubSink sink;
  private final Suspects suspects;
  private final SiteFinder sites;

  private boolean isInPass;
  private boolean isBackwards;
  private volatile Census census = new Census();
  private volatile Census lastCensus;
  private volatile long passes;
  private volatile long visited;

  /**
   * A walk that begins with the first slice.
   *
   * @param roots the holders of roots as they are now
   * @param healed is told of each object that was marked as changed
   * @param settleNs how long an object has to differ
   */
  public GraphScrub(
      CapturedObjects captured,
      Supplier<List<Object>> roots,
      BiConsumer<Object, NodeHandler> healed,
      long settleNs) {
    this.captured = captured;
    this.roots = roots;
    this.healed = healed;
    this.sink = new ScrubSink(captured);
    this.suspects = new Suspects(captured, sink, settleNs);
    this.sites = new SiteFinder(captured);
  }

  /** Completed passes. Any thread. */
  public long passes() {
    return passes;
  }

  /** Objects looked at so far, over all passes. Any thread. */
  public long visited() {
    return visited;
  }

  /** The objects of the last pass that has ended, or of the first until then. */
  public Census census() {
    Census last = lastCensus;
    return last == null ? census : last;
  }

  /**
   * Looks at the next objects, until the pass ends or {@code deadlineNs} or {@code objectsMax} is
   * reached.
   */
  public void slice(long deadlineNs, int objectsMax) {
    suspects.judge(System.nanoTime(), this::heal);
    if (!isInPass) {
      beginPass();
    }
    int count = 0;
    while (!stack.isEmpty() && count < objectsMax) {
      if (count % CLOCK_EVERY == 0 && System.nanoTime() - deadlineNs >= 0) {
        break;
      }
      Object next = stack.pop();
      if (next instanceof PortionedNode portioned) {
        count += readPortion(portioned);
      } else if (next != null) {
        visit(next);
      }
      count++;
    }
    sink.clear();
    if (stack.isEmpty()) {
      endPass();
    } else {
      stack.park();
    }
  }

  /** Gives up the pass, after a failure inside it. */
  public void abandonPass() {
    while (!stack.isEmpty()) {
      stack.pop();
    }
    isInPass = false;
  }

  private void beginPass() {
    captured.hashes().beginPass();
    census = new Census();
    for (Object root : roots.get()) {
      stack.push(root);
    }
    isInPass = true;
  }

  private void endPass() {
    captured.hashes().endPass();
    // Before the first checkpoint nothing is captured: such a pass says nothing about the state.
    if (!census.counts().isEmpty()) {
      census.complete();
      lastCensus = census;
    }
    isInPass = false;
    // What the bounded stack left out in one direction comes first in the other.
    isBackwards = !isBackwards;
    passes++;
  }

  private void visit(Object object) {
    NodeHandler handler = captured.handlerOf(object);
    int oid = handler == null ? 0 : captured.oidOf(object, handler);
    if (oid == 0 || !captured.hashes().see(object, handler, oid)) {
      return;
    }
    visited++;
    census.count(handler);
    sink.clear();
    ContainerScan scan = scanOf(object, handler);
    if (scan != null) {
      stack.push(new PortionedNode(captured, object, handler, oid, scan, sink));
      return;
    }
    if (handler instanceof ArrayHandler array && !array.holdsReferences()) {
      return;
    }
    try {
      handler.encode(object, sink);
    } catch (RuntimeException e) {
      // Changing just now, outside any section, or refused: the next commit has a word on that.
      return;
    }
    if (CapturedObjects.isHashed(handler)) {
      compare(object, handler, oid);
    }
    pushReferences(object, handler);
  }

  /** Null if the node is to be encoded as a whole. */
  private static ContainerScan scanOf(Object object, NodeHandler handler) {
    if (handler instanceof ContainerHandler container) {
      boolean isPortioned =
          handler instanceof TrackedHandler || container.count(object) > WHOLE_MAX;
      return isPortioned ? container.scan(object) : null;
    }
    boolean isLong =
        handler instanceof ArrayHandler array
            && array.holdsReferences()
            && Array.getLength(object) > WHOLE_MAX;
    return isLong ? ((ArrayHandler) handler).scan() : null;
  }

  private void compare(Object object, NodeHandler handler, int oid) {
    if (handler.word(object) != oid) {
      return;
    }
    StoredHashes hashes = captured.hashes();
    int stored = hashes.get(object, handler, oid);
    int hash = sink.hash();
    if (stored == StoredHashes.UNKNOWN) {
      if (!sink.refersToUncaptured()) {
        hashes.put(object, handler, oid, hash);
      }
    } else if (hash != stored) {
      suspects.add(object, oid, stored, System.nanoTime());
    }
  }

  /** Returns how many elements were read. */
  private int readPortion(PortionedNode portioned) {
    Object container = portioned.container();
    if (container == null) {
      return 0;
    }
    sink.clear();
    boolean more;
    try {
      more = portioned.next(container);
    } catch (RuntimeException e) {
      // As with other nodes. Its hash stays in progress, and so the next pass compares nothing.
      return 0;
    }
    if (more) {
      stack.push(portioned);
    } else if (portioned.isDifferent(container)) {
      heal(container, portioned.handler());
    }
    int read = sink.referenceCount();
    pushReferences(container, portioned.handler());
    return read;
  }

  private void pushReferences(Object owner, NodeHandler ownerHandler) {
    int count = sink.referenceCount();
    for (int i = 0; i < count; i++) {
      Object reference = sink.reference(isBackwards ? count - 1 - i : i);
      NodeHandler handler = captured.handlerOf(reference);
      if (handler != null && CapturedObjects.isCompared(handler)) {
        sites.note(owner, ownerHandler, reference, handler);
      }
      stack.push(reference);
    }
  }

  private void heal(Object object, NodeHandler handler) {
    captured.markChanged(object, handler, captured.oidOf(object, handler));
    healed.accept(object, handler);
  }
}
