package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** An object that no barrier tells about: known by identity, compared at each commit. */
final class ComparedNode extends WeakReference<Object> {

  /** Differs from every encoding: the next commit writes the node. */
  static final long UNKNOWN_HASH = 0;

  static final int NOT_VARIABLE = -1;

  final int oid;
  final int identityHash;
  final NodeHandler handler;

  /** Of the payload that was last stored; set through {@link ComparedNodes#hash}. */
  long hash = UNKNOWN_HASH;

  /** Of the payload in the commit that is being made. */
  long pendingHash = UNKNOWN_HASH;

  /** Of a large array that has changed before; null if not known. */
  ArrayChunks chunks;

  /** Those in the commit that is being made. */
  ArrayChunks pendingChunks;

  /** Whether {@link ComparedNodes} has done away with it. */
  boolean isRemoved;

  /** Where {@link ComparedNodes} holds it among those that may change. */
  int variableIndex = NOT_VARIABLE;

  /** The window in which it was encoded last. */
  int window;

  /** Where it is held, see {@link ComparedSites}; 0 until a scrubber has come past. */
  int site;

  ComparedNode next;

  ComparedNode(Object object, int oid, NodeHandler handler, ReferenceQueue<Object> queue) {
    super(object, queue);
    this.oid = oid;
    this.identityHash = System.identityHashCode(object);
    this.handler = handler;
  }

  /** Those of the payload that was written last, be it stored yet or not. */
  ArrayChunks latestChunks() {
    return pendingHash == UNKNOWN_HASH ? chunks : pendingChunks;
  }

  /** Of the payload that was written last, be it stored yet or not. */
  long latestHash() {
    return pendingHash == UNKNOWN_HASH ? hash : pendingHash;
  }
}
