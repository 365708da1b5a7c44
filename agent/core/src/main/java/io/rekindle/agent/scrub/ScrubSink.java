package io.rekindle.agent.scrub;

import io.rekindle.agent.capture.CapturedObjects;
import io.rekindle.agent.capture.PayloadSink;
import io.rekindle.agent.capture.StoredHashes;
import io.rekindle.agent.types.NamedClass;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.codec.StateOutput;
import java.util.Arrays;

/**
 * Encodes a node as the capture would, without giving out oids, and collects what it refers to.
 * What was not captured yet is written as oid 0, which differs from all that is stored.
 */
final class ScrubSink extends PayloadSink {

  private final CapturedObjects captured;
  private final StateOutput output;
  private Object[] references = new Object[64];
  private int count;
  private boolean refersToUncaptured;

  ScrubSink(CapturedObjects captured) {
    this(captured, new StateOutput());
  }

  private ScrubSink(CapturedObjects captured, StateOutput output) {
    super(captured.handlers(), output);
    this.captured = captured;
    this.output = output;
  }

  /** Forgets the last node. */
  void clear() {
    output.clear();
    Arrays.fill(references, 0, count, null);
    count = 0;
    refersToUncaptured = false;
  }

  /** The hash of the payload since {@link #clear}. */
  int hash() {
    return StoredHashes.of(output.array(), 0, output.position());
  }

  /** Begins an element or entry: keeps the references, forgets the bytes. */
  void beginPart() {
    output.clear();
  }

  /** The hash of the bytes since {@link #beginPart}. */
  long partHash() {
    return StoredHashes.wide(output.array(), 0, output.position());
  }

  /** Whether a reference since {@link #clear} leads to an object, or a class, without a number. */
  boolean refersToUncaptured() {
    return refersToUncaptured;
  }

  int referenceCount() {
    return count;
  }

  Object reference(int index) {
    return references[index];
  }

  @Override
  public int oidOf(Object node, NodeHandler handler) {
    if (count == references.length) {
      references = Arrays.copyOf(references, count * 2);
    }
    references[count++] = node;
    int oid = captured.oidOf(node, handler);
    refersToUncaptured |= oid == 0;
    return oid;
  }

  @Override
  public int classId(NamedClass named) {
    int id = captured.classId(named);
    refersToUncaptured |= id == 0;
    return id;
  }
}
