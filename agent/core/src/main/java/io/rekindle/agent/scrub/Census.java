package io.rekindle.agent.scrub;

import io.rekindle.agent.capture.CapturedObjects;
import io.rekindle.agent.types.NodeHandler;
import java.util.IdentityHashMap;
import java.util.Map;

/** How many captured objects there are of each class. Confined to one pass until that has ended. */
public final class Census {

  /** How changes of an object are noticed. */
  public enum Tracking {
    /** Barriers tell. */
    TRACKED,
    /** Each commit looks. */
    COMPARED,
    /** Barriers tell, and each commit looks as well, since they may be passed by. */
    BOTH,
    /** There are none. */
    CONSTANT
  }

  private final Map<NodeHandler, int[]> counts = new IdentityHashMap<>();
  private boolean isComplete;

  Census() {}

  void count(NodeHandler handler) {
    int[] count = counts.get(handler);
    if (count == null) {
      count = new int[1];
      counts.put(handler, count);
    }
    count[0]++;
  }

  void complete() {
    isComplete = true;
  }

  /** Whether the pass has ended; otherwise these are the objects that it has seen so far. */
  public boolean isComplete() {
    return isComplete;
  }

  /** The classes seen, with the number of their objects as the only element. */
  public Map<NodeHandler, int[]> counts() {
    return counts;
  }

  /** How changes of the objects of {@code handler} are noticed. */
  public static Tracking trackingOf(NodeHandler handler) {
    if (handler.isConstant()) {
      return Tracking.CONSTANT;
    }
    if (!CapturedObjects.isCompared(handler)) {
      return Tracking.TRACKED;
    }
    return handler.isTracked() ? Tracking.BOTH : Tracking.COMPARED;
  }
}
