package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Arrays;

/** Objects without a tracking word, found by identity and held weakly. */
final class ComparedNodes {

  private static final int INITIAL_BUCKETS = 64;

  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
  private ComparedNode[] buckets = new ComparedNode[INITIAL_BUCKETS];
  private int count;
  private ComparedNode[] variable = new ComparedNode[INITIAL_BUCKETS];
  private int variableCount;

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
    addVariable(node);
    return node;
  }

  void remove(ComparedNode node) {
    node.isRemoved = true;
    if (node.variableIndex >= 0) {
      removeVariable(node);
    }
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

  /** How many nodes may differ from what is stored; does away with those that were collected. */
  int variableCount() {
    expunge();
    return variableCount;
  }

  /**
   * One of the nodes that may differ from what is stored. Those that are added meanwhile come last.
   * Constants are among them only as long as they are not stored.
   */
  ComparedNode variable(int index) {
    return variable[index];
  }

  /** The hash of a node's stored payload is known from now on, or not known any more. */
  void hash(ComparedNode node, long hash) {
    node.hash = hash;
    if (node.isRemoved) {
      return;
    }
    boolean isVariable = !node.handler.isConstant() || hash == ComparedNode.UNKNOWN_HASH;
    if (isVariable && node.variableIndex < 0) {
      addVariable(node);
    } else if (!isVariable && node.variableIndex >= 0) {
      removeVariable(node);
    }
  }

  private void addVariable(ComparedNode node) {
    if (variableCount == variable.length) {
      variable = Arrays.copyOf(variable, variableCount * 2);
    }
    node.variableIndex = variableCount;
    variable[variableCount++] = node;
  }

  private void removeVariable(ComparedNode node) {
    ComparedNode last = variable[--variableCount];
    variable[node.variableIndex] = last;
    last.variableIndex = node.variableIndex;
    variable[variableCount] = null;
    node.variableIndex = ComparedNode.NOT_VARIABLE;
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
