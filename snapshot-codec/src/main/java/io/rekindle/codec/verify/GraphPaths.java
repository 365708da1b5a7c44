package io.rekindle.codec.verify;

import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.PayloadScanner;
import io.rekindle.codec.PayloadVisitor;
import io.rekindle.codec.StateInput;
import io.rekindle.codec.ValueTag;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shortest paths from the roots to nodes, such as {@code static com.acme.Bank.accounts["x"]}. For
 * tools: holds every reference of the state in memory.
 */
public final class GraphPaths {
  private record Edge(int target, String label) {}

  private record Step(int parent, String label) {}

  private final Map<Integer, Step> steps = new HashMap<>();

  /** Finds the paths in an image. */
  public GraphPaths(StateImage image) {
    Map<Integer, List<Edge>> edges = new HashMap<>();
    PayloadScanner scanner = new PayloadScanner(image.classes());
    for (NodeBlock block : image.blocks()) {
      NodeCursor cursor = block.open();
      while (cursor.next()) {
        Collector collector = new Collector();
        scanner.scan(
            block.descriptor().id(), cursor.array(), cursor.offset(), cursor.length(), collector);
        edges.put(cursor.oid(), collector.edges);
      }
    }
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (Map.Entry<String, Integer> root : image.roots().entrySet()) {
      if (steps.putIfAbsent(root.getValue(), new Step(0, root.getKey())) == null) {
        queue.add(root.getValue());
      }
    }
    while (!queue.isEmpty()) {
      int oid = queue.poll();
      for (Edge edge : edges.getOrDefault(oid, List.of())) {
        if (steps.putIfAbsent(edge.target, new Step(oid, edge.label)) == null) {
          queue.add(edge.target);
        }
      }
    }
  }

  /** The path to a node, or {@code oid N} if no root leads to it. */
  public String of(int oid) {
    StringBuilder path = new StringBuilder();
    int at = oid;
    while (at != 0) {
      Step step = steps.get(at);
      if (step == null) {
        return "oid " + oid;
      }
      path.insert(0, step.label);
      at = step.parent;
    }
    return path.toString();
  }

  private static final class Collector implements PayloadVisitor {
    final List<Edge> edges = new ArrayList<>();
    private String key;

    private void edge(int tag, StateInput input, String label) {
      if (tag == ValueTag.REF) {
        edges.add(new Edge(input.getOid(), label));
      }
    }

    @Override
    public void primitiveField(FieldDescriptor field, StateInput input) {}

    @Override
    public void valueField(FieldDescriptor field, int tag, StateInput input) {
      edge(tag, input, "." + field.name());
    }

    @Override
    public void shape(int index, int tag, StateInput input) {
      edge(tag, input, ".shape(" + index + ")");
    }

    @Override
    public void beginElements(int count) {}

    @Override
    public void element(int index, int tag, StateInput input) {
      edge(tag, input, "[" + (key == null ? String.valueOf(index) : key) + "]");
      key = null;
    }

    @Override
    public void key(int index, int tag, StateInput input) {
      if (tag == ValueTag.REF) {
        edge(tag, input, ".key(" + index + ")");
        key = "key " + index;
      } else {
        Object value = StoredValues.read(tag, input);
        key = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
      }
    }

    @Override
    public void primitiveElements(char typeCode, int count, StateInput input) {}

    @Override
    public void opaque(int encoding, int[] oids, byte[] bytes, int offset, int length) {
      for (int i = 0; i < oids.length; i++) {
        edges.add(new Edge(oids[i], ".opaque(" + i + ")"));
      }
    }
  }
}
