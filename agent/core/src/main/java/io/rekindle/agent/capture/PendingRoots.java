package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Roots that the next commit writes. Any thread may {@link #announce} one at any time; all else
 * needs the commit lock.
 */
final class PendingRoots {

  /** Writes one root. */
  interface Writer {
    void write(String name, Object holder, NodeHandler handler);
  }

  private final Queue<Root> announced = new ConcurrentLinkedQueue<>();

  /** Those that the present or a failed commit has taken up. */
  private final List<Root> takenUp = new ArrayList<>();

  /** A root of this name leads to {@code holder} from now on; nowhere if that is null. */
  void announce(String name, Object holder, NodeHandler handler) {
    announced.add(new Root(name, holder, handler));
  }

  /** Writes those that this commit has not written yet. */
  void write(Writer writer) {
    Root next;
    while ((next = announced.peek()) != null) {
      // In this order: there may be no memory to add it.
      takenUp.add(next);
      announced.remove();
    }
    for (int i = 0; i < takenUp.size(); i++) {
      Root root = takenUp.get(i);
      if (!root.isWritten) {
        writer.write(root.name, root.holder, root.handler);
        root.isWritten = true;
      }
    }
  }

  /** The commit is stored. */
  void stored() {
    takenUp.clear();
  }

  /** The commit ended; what it did not store the next one writes again. */
  void unwritten() {
    for (int i = 0; i < takenUp.size(); i++) {
      takenUp.get(i).isWritten = false;
    }
  }

  private static final class Root {
    private final String name;
    private final Object holder;
    private final NodeHandler handler;
    private boolean isWritten;

    Root(String name, Object holder, NodeHandler handler) {
      this.name = name;
      this.holder = holder;
      this.handler = handler;
    }
  }
}
