package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;

/** Objects without a tracking word, found by identity and held weakly. */
final class ComparedNodes {

  private static final int INITIAL_BUCKETS = 64;

  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
  private ComparedNode[] buckets = new ComparedNode[INITIAL_BUCKETS];
  private int count;

  ComparedNode find(Object object) {
    int index = System.identityHashCode(object) & buckets.length - 1;
    for (ComparedNode node = buckets[index]; node != null; node = node.next) {
      if (node.refersTo(object)) {
        return node;
      }
    }
    return null;
  }

  ComparedNode add(Object object, int oid, NodeHandler handler) {
    if (count >= buckets.length) {
      grow();
    }
    ComparedNode node = new ComparedNode(object, oid, handler, collected);
    link(buckets, node);
    count++;
    return node;
  }

  void remove(ComparedNode node) {
    int index = node.identityHash & buckets.length - 1;
    ComparedNode previous = null;
    for (ComparedNode n = buckets[index]; n != null; previous = n, n = n.next) {
      if (n == node) {
        if (previous == null) {
          buckets[index] = n.next;
        } else {
          previous.next = n.next;
        }
        count--;
        return;
      }
    }
  }

  /**
   * The nodes that may differ from what is stored, in no particular order; safe against {@link
   * #add}. Constants are among them only as long as they are not stored.
   */
  ComparedNode[] variable() {
    expunge();
    ComparedNode[] variable = new ComparedNode[count];
    int n = 0;
    for (ComparedNode bucket : buckets) {
      for (ComparedNode node = bucket; node != null; node = node.next) {
        if (!node.handler.isConstant() || node.hash == ComparedNode.UNKNOWN_HASH) {
          variable[n++] = node;
        }
      }
    }
    return n == variable.length ? variable : java.util.Arrays.copyOf(variable, n);
  }

  int count() {
    return count;
  }

  private void expunge() {
    Reference<?> reference;
    while ((reference = collected.poll()) != null) {
      remove((ComparedNode) reference);
    }
  }

  private void grow() {
    ComparedNode[] larger = new ComparedNode[buckets.length * 2];
    for (ComparedNode bucket : buckets) {
      ComparedNode node = bucket;
      while (node != null) {
        ComparedNode next = node.next;
        link(larger, node);
        node = next;
      }
    }
    buckets = larger;
  }

  private static void link(ComparedNode[] into, ComparedNode node) {
    int index = node.identityHash & into.length - 1;
    node.next = into[index];
    into[index] = node;
  }
}
