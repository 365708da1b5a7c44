package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** An object that no barrier tells about: known by identity, compared at each commit. */
final class ComparedNode extends WeakReference<Object> {

  /** Differs from every encoding: the next commit writes the node. */
  static final long UNKNOWN_HASH = 0;

  final int oid;
  final int identityHash;
  final NodeHandler handler;

  /** Of the payload that was last stored. */
  long hash = UNKNOWN_HASH;

  /** Of the payload in the commit that is being made. */
  long pendingHash = UNKNOWN_HASH;

  /** Where it is held, see {@link ComparedSites}; 0 until a scrubber has come past. */
  int site;

  ComparedNode next;

  ComparedNode(Object object, int oid, NodeHandler handler, ReferenceQueue<Object> queue) {
    super(object, queue);
    this.oid = oid;
    this.identityHash = System.identityHashCode(object);
    this.handler = handler;
  }
}
