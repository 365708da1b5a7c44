package io.rekindle.codec.fold;

import io.rekindle.codec.PayloadScanner;
import io.rekindle.codec.RefVisitor;
import io.rekindle.codec.recovery.OidTable;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.snapshot.BlockBuffer;
import io.rekindle.codec.snapshot.NodeBlock;
import io.rekindle.codec.snapshot.NodeCursor;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which nodes of an image the roots lead to, found by tracing the encoded graph: one pass over all
 * payloads that keeps three ints a node and one a reference, then a walk over those. Confined to
 * one thread.
 */
public final class Reachability {
  private final OidTable indexByOid = new OidTable();
  private final IntPages oids = new IntPages();
  private final IntPages firstEdge = new IntPages();
  private final IntPages edges = new IntPages();
  private final IntPages stack = new IntPages();
  private final BitSet reached = new BitSet();
  private int danglingCount;
  private int firstDangling;

  private Reachability() {}

  /** Traces an image. */
  public static Reachability of(StateImage image) {
    return of(image, new PayloadScanner(image.classes()));
  }

  /** Traces an image along the references that {@code scanner} reports. */
  public static Reachability of(StateImage image, PayloadScanner scanner) {
    Reachability result = new Reachability();
    result.index(image, scanner);
    result.trace(image.roots().values());
    return result;
  }

  private void index(StateImage image, PayloadScanner scanner) {
    RefVisitor collector = edges::add;
    BlockBuffer buffer = new BlockBuffer();
    for (NodeBlock block : image.blocks()) {
      int classId = block.descriptor().id();
      NodeCursor cursor = block.open(buffer);
      while (cursor.next()) {
        oids.add(cursor.oid());
        firstEdge.add(edges.size());
        indexByOid.put(cursor.oid(), oids.size());
        scanner.scanRefs(classId, cursor.array(), cursor.offset(), cursor.length(), collector);
      }
    }
    firstEdge.add(edges.size());
  }

  private void trace(Iterable<Integer> roots) {
    for (int root : roots) {
      reach(root);
    }
    walk();
  }

  /** Counts {@code oid} as a root from now on. */
  void traceFrom(int oid) {
    reach(oid);
    walk();
  }

  private void walk() {
    while (stack.size() > 0) {
      int index = stack.removeLast();
      int end = firstEdge.get(index + 1);
      for (int i = firstEdge.get(index); i < end; i++) {
        reach(edges.get(i));
      }
    }
  }

  private void reach(int oid) {
    int index = indexByOid.get(oid) - 1;
    if (index < 0) {
      danglingCount++;
      firstDangling = firstDangling == 0 ? oid : firstDangling;
    } else if (!reached.get(index)) {
      reached.set(index);
      stack.add(index);
    }
  }

  /** True if a root leads to the node. */
  public boolean isReachable(int oid) {
    int index = indexByOid.get(oid) - 1;
    return index >= 0 && reached.get(index);
  }

  /** Nodes that roots lead to. */
  public int reachableCount() {
    return reached.cardinality();
  }

  /** Oids of the nodes that no root leads to, rising. */
  public int[] unreachable() {
    int[] found = new int[oids.size() - reached.cardinality()];
    int count = 0;
    for (int i = reached.nextClearBit(0); i < oids.size(); i = reached.nextClearBit(i + 1)) {
      found[count++] = oids.get(i);
    }
    Arrays.sort(found);
    return found;
  }

  /** References that lead to no node: always 0 unless a writer is at fault. */
  public int danglingCount() {
    return danglingCount;
  }

  /** The first oid without a node that was met, 0 if there is none. */
  public int firstDangling() {
    return firstDangling;
  }
}
