package io.rekindle.agent.capture;

import static io.rekindle.agent.capture.ComparedNode.UNKNOWN_HASH;

import io.rekindle.codec.NodeKind;
import io.rekindle.codec.OperationOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the nodes that no barrier tells of with what is stored of them, and writes those that
 * differ. Used under the commit lock.
 */
final class Comparison {

  private final ComparedNodes compared;
  private final CapturedObjects captured;
  private final AbsentOids absent;
  private final CaptureSink sink;
  private final NodeWriter writer;
  private final OperationOutput output;
  private final List<ComparedNode> inCommit = new ArrayList<>();

  Comparison(
      ComparedNodes compared,
      CapturedObjects captured,
      AbsentOids absent,
      CaptureSink sink,
      NodeWriter writer,
      OperationOutput output) {
    this.compared = compared;
    this.captured = captured;
    this.absent = absent;
    this.sink = sink;
    this.writer = writer;
    this.output = output;
  }

  /**
   * Compares all nodes that were not written in this window.
   *
   * @param window the number of the window
   * @param written gets those that may be tracked as well
   */
  void run(int window, ObjectList written) {
    int count = compared.variableCount();
    for (int i = 0; i < count; i++) {
      ComparedNode node = compared.variable(i);
      Object object = node.get();
      if (object == null
          || node.window == window
          || absent.isUnstored(node.oid)
          || absent.isAwaited(node.oid)) {
        continue;
      }
      if (node.handler.isTracked()) {
        written.add(object);
      }
      compare(node, object, window);
    }
  }

  private void compare(ComparedNode node, Object object, int window) {
    captured.costs().begin();
    int start = writer.write(object, node.handler, node.oid, true);
    captured.costs().end(node);
    if (sink.payloadHash() == node.latestHash()) {
      output.abandonNode(start);
    } else if (node.handler.kind() == NodeKind.ARRAY && node.latestHash() != UNKNOWN_HASH) {
      ArrayChunks chunks = writer.writeArrayChanges(node, start, absent.isRetired(node.oid));
      wrote(node, window);
      node.pendingChunks = chunks;
      absent.found(node.oid);
    } else {
      wrote(node, window);
      absent.found(node.oid);
    }
  }

  /** The node was just written, in this window. */
  void wrote(ComparedNode node, int window) {
    if (node.pendingHash == UNKNOWN_HASH) {
      inCommit.add(node);
    }
    node.pendingHash = sink.payloadHash();
    node.pendingChunks = null;
    node.window = window;
  }

  /** The commit is stored. */
  void stored() {
    for (int i = 0; i < inCommit.size(); i++) {
      ComparedNode node = inCommit.get(i);
      compared.hash(node, node.pendingHash);
      node.chunks = node.pendingChunks;
    }
  }

  /** The commit is lost. */
  void lost() {
    for (int i = 0; i < inCommit.size(); i++) {
      compared.hash(inCommit.get(i), UNKNOWN_HASH);
    }
  }

  /** Forgets what was written in the commit. */
  void forgetCommit() {
    for (int i = 0; i < inCommit.size(); i++) {
      inCommit.get(i).pendingHash = UNKNOWN_HASH;
      inCommit.get(i).pendingChunks = null;
    }
    inCommit.clear();
  }
}
