package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;

/**
 * Looks once more at the tracked objects that commits wrote, and marks as changed what differs from
 * what was written.
 *
 * <p>Why at all: a thread outside any section stores to a field and then reads the tracking word;
 * the capture sets the word and then reads the field. Without a fence in each barrier both may see
 * what was before. The store is there a moment later.
 *
 * <p>Used under the commit lock. Sections may run during a look: half of what they do is marked at
 * worst, which they do themselves.
 */
final class SecondLooks {

  private static final int OBJECTS_PER_CLOCK = 64;

  private final Capture capture;
  private final CaptureSink sink;

  /** What was written since the last look began. */
  private LookTable written = new LookTable();

  /** What the look that runs goes through, and where it goes on. */
  private LookTable looking = new LookTable();

  private int next;

  SecondLooks(Capture capture, CaptureSink sink) {
    this.capture = capture;
    this.sink = sink;
  }

  /** An object was written whole, as a payload with this hash. */
  void written(int oid, Object object, long hash) {
    written.put(oid, object, hash);
    looking.drop(oid);
  }

  /** No look is needed: all changes of the object are known by other means. */
  void drop(int oid) {
    written.drop(oid);
    looking.drop(oid);
  }

  /**
   * Goes on with a look, or begins one at all that was written since the last one began.
   *
   * @param deadlineNs of {@link System#nanoTime}
   * @return true if it is done
   */
  boolean look(long deadlineNs) {
    if (looking.isEmpty()) {
      LookTable begun = written;
      written = looking;
      looking = begun;
      next = 0;
    }
    int untilClock = OBJECTS_PER_CLOCK;
    while (next < looking.slots()) {
      Object object = looking.object(next);
      if (object != null) {
        lookAt(object, looking.oid(next), looking.hash(next));
      }
      next++;
      if (--untilClock == 0) {
        untilClock = OBJECTS_PER_CLOCK;
        if (System.nanoTime() - deadlineNs >= 0) {
          return false;
        }
      }
    }
    looking.clear();
    return true;
  }

  private void lookAt(Object object, int oid, long hash) {
    NodeHandler handler = capture.handlerOf(object);
    if (handler.word(object) != oid || capture.isRetired(oid)) {
      return;
    }
    boolean isSame;
    try {
      isSame = sink.look(object, handler) == hash;
    } catch (RuntimeException e) {
      // It changes under our eyes, or can't be captured any more: the next commit tells which.
      isSame = false;
    }
    if (!isSame) {
      Capture.markChanged(object, handler);
    }
  }
}
