package io.rekindle.agent.scrub;

import io.rekindle.agent.capture.CapturedObjects;
import io.rekindle.agent.capture.StoredHashes;
import io.rekindle.agent.types.ContainerScan;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TrackedHandler;
import java.lang.ref.WeakReference;

/**
 * A container or array that is read in portions, and if it is tracked, compared with what was read
 * of it before.
 *
 * <p>The application goes on between portions. So the container's hash is set to {@link
 * StoredHashes#IN_PROGRESS} at the beginning; a capture of the container sets it to unknown. Only
 * if it is still there at the end, and the container is not marked as changed, what was read is one
 * state of it. The hash leaves out order in keyed containers, and their number of buckets: both may
 * change without a change of contents.
 */
final class PortionedNode implements ContainerScan.Target {

  private final CapturedObjects captured;
  private final WeakReference<Object> container;
  private final NodeHandler handler;
  private final ContainerScan scan;
  private final ScrubSink sink;
  private final int oid;
  private final boolean isOrdered;

  /** What was known before; {@link StoredHashes#IN_PROGRESS} if there is nothing to compare. */
  private int expected;

  private boolean isComparable;
  private boolean refersToUncaptured;
  private long sum;

  PortionedNode(
      CapturedObjects captured,
      Object container,
      NodeHandler handler,
      int oid,
      ContainerScan scan,
      ScrubSink sink) {
    this.captured = captured;
    this.container = new WeakReference<>(container);
    this.handler = handler;
    this.oid = oid;
    this.scan = scan;
    this.sink = sink;
    this.isOrdered = handler.storedName().endsWith("List");
    this.isComparable = handler instanceof TrackedHandler && handler.word(container) == oid;
    if (isComparable) {
      expected = captured.hashes().get(container, handler, oid);
      captured.hashes().put(container, handler, oid, StoredHashes.IN_PROGRESS);
    }
  }

  /** The container, null if it was collected. */
  Object container() {
    return container.get();
  }

  NodeHandler handler() {
    return handler;
  }

  /**
   * Reads the next portion; {@link #sink} has what it refers to.
   *
   * @return false if that was the last one
   */
  boolean next(Object node) {
    boolean more = scan.next(node, this);
    refersToUncaptured |= sink.refersToUncaptured();
    return more;
  }

  /** All was read: tells whether the contents differ from what is stored. */
  boolean isDifferent(Object node) {
    StoredHashes hashes = captured.hashes();
    boolean isUnchanged =
        isComparable
            && handler.word(node) == oid
            && hashes.get(node, handler, oid) == StoredHashes.IN_PROGRESS;
    if (!isUnchanged) {
      return false;
    }
    int hash = StoredHashes.reduce(sum);
    if (expected == StoredHashes.UNKNOWN || expected == StoredHashes.IN_PROGRESS) {
      hashes.put(node, handler, oid, refersToUncaptured ? StoredHashes.UNKNOWN : hash);
      return false;
    }
    hashes.put(node, handler, oid, expected);
    return expected != hash;
  }

  @Override
  public void element(Object element) {
    sink.beginPart();
    sink.putReference(element);
    add(sink.partHash());
  }

  @Override
  public void entry(Object key, Object value) {
    sink.beginPart();
    sink.putReference(key);
    sink.putReference(value);
    add(sink.partHash());
  }

  private void add(long part) {
    sum = (isOrdered ? sum * 31 : sum) + part;
  }
}
