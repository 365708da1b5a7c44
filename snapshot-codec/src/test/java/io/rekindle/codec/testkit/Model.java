package io.rekindle.codec.testkit;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.PayloadScanner;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What a state should be: nodes and roots in plain maps. Comparable as text. */
public final class Model {
  /** Oid to "class id:payload". */
  public final TreeMap<Integer, String> nodes = new TreeMap<>();

  /** Root name to oid. */
  public final TreeMap<String, Integer> roots = new TreeMap<>();

  /** A copy that changes on its own. */
  public Model copy() {
    Model copy = new Model();
    copy.nodes.putAll(nodes);
    copy.roots.putAll(roots);
    return copy;
  }

  /** Sets a node. */
  public void put(int oid, int classId, byte[] bytes, int offset, int length) {
    nodes.put(oid, classId + ":" + HexFormat.of().formatHex(bytes, offset, offset + length));
  }

  /** Everything in an image. */
  public static Model of(StateImage image) {
    Model model = new Model();
    model.roots.putAll(image.roots());
    for (NodeBlock block : image.blocks()) {
      ClassDescriptor descriptor = block.descriptor();
      NodeCursor cursor = block.open();
      int last = 0;
      while (cursor.next()) {
        if (cursor.oid() <= last || model.nodes.containsKey(cursor.oid())) {
          throw new AssertionError("oids do not rise or come twice: oid=" + cursor.oid());
        }
        last = cursor.oid();
        model.put(last, descriptor.id(), cursor.array(), cursor.offset(), cursor.length());
      }
    }
    return model;
  }

  /** The part that the roots lead to. */
  public Model reachable(PayloadScanner scanner) {
    Model part = new Model();
    part.roots.putAll(roots);
    ArrayDeque<Integer> queue = new ArrayDeque<>(roots.values());
    while (!queue.isEmpty()) {
      int oid = queue.poll();
      String node = nodes.get(oid);
      if (part.nodes.containsKey(oid)) {
        continue;
      }
      if (node == null) {
        throw new AssertionError("dangling: oid=" + oid);
      }
      part.nodes.put(oid, node);
      int colon = node.indexOf(':');
      byte[] payload = HexFormat.of().parseHex(node.substring(colon + 1));
      int classId = Integer.parseInt(node.substring(0, colon));
      scanner.scanRefs(classId, payload, 0, payload.length, queue::add);
    }
    return part;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Model model && nodes.equals(model.nodes) && roots.equals(model.roots);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new int[] {nodes.hashCode(), roots.hashCode()});
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("roots=" + roots + "\n");
    for (Map.Entry<Integer, String> node : nodes.entrySet()) {
      text.append(node.getKey()).append(' ').append(node.getValue()).append('\n');
    }
    return text.toString();
  }
}
