package io.rekindle.codec.verify;

import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What differs between two images of one name, node by node and root by root. */
public final class ImageDiff {
  /** How a node or root differs. */
  public enum Change {
    /** Only the second image has it. */
    ADDED,
    /** Both have it, with different content. */
    CHANGED,
    /** Only the first image has it. */
    REMOVED
  }

  /**
   * One difference.
   *
   * @param change how it differs
   * @param oid the node, or 0 for a root
   * @param className the node's class in the image that has it, the later one first; null for roots
   * @param path the root's name, or a path to the node in the image that has it
   */
  public record Difference(Change change, int oid, String className, String path) {}

  private record Content(String className, byte[] bytes) {
    boolean sameAs(Content other) {
      return className.equals(other.className) && Arrays.equals(bytes, other.bytes);
    }
  }

  private ImageDiff() {}

  /** The differences that lead from one image to the other, roots first, then by oid. */
  public static List<Difference> between(StateImage before, StateImage after) {
    List<Difference> differences = new ArrayList<>();
    for (String name : union(before.roots(), after.roots())) {
      Change change = change(before.roots().get(name), after.roots().get(name));
      if (change != null) {
        differences.add(new Difference(change, 0, null, name));
      }
    }
    Map<Integer, Content> old = contents(before);
    Map<Integer, Content> now = contents(after);
    GraphPaths oldPaths = new GraphPaths(before);
    GraphPaths nowPaths = new GraphPaths(after);
    for (int oid : union(old, now)) {
      Content from = old.get(oid);
      Content to = now.get(oid);
      if (from == null) {
        differences.add(new Difference(Change.ADDED, oid, to.className, nowPaths.of(oid)));
      } else if (to == null) {
        differences.add(new Difference(Change.REMOVED, oid, from.className, oldPaths.of(oid)));
      } else if (!from.sameAs(to)) {
        differences.add(new Difference(Change.CHANGED, oid, to.className, nowPaths.of(oid)));
      }
    }
    return differences;
  }

  private static Change change(Object from, Object to) {
    if (from == null) {
      return Change.ADDED;
    }
    if (to == null) {
      return Change.REMOVED;
    }
    return from.equals(to) ? null : Change.CHANGED;
  }

  private static <K extends Comparable<K>> TreeSet<K> union(Map<K, ?> first, Map<K, ?> second) {
    TreeSet<K> keys = new TreeSet<>(first.keySet());
    keys.addAll(second.keySet());
    return keys;
  }

  private static Map<Integer, Content> contents(StateImage image) {
    Map<Integer, Content> contents = new HashMap<>();
    for (NodeBlock block : image.blocks()) {
      NodeCursor cursor = block.open();
      while (cursor.next()) {
        byte[] bytes =
            Arrays.copyOfRange(cursor.array(), cursor.offset(), cursor.offset() + cursor.length());
        contents.put(cursor.oid(), new Content(block.descriptor().name(), bytes));
      }
    }
    return contents;
  }
}
