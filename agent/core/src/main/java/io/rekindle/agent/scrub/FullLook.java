package io.rekindle.agent.scrub;

import io.rekindle.agent.capture.CapturedObjects;
import io.rekindle.agent.capture.OidSet;
import io.rekindle.agent.capture.StoredHashes;
import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TrackedHandler;
import io.rekindle.bootstrap.Barrier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Looks at all captured objects at once and marks as changed what differs from what is stored, or
 * may differ. For the commit after a barrier had no stack or no memory to take note: which object
 * it was for, nobody knows.
 *
 * <p>An object is marked unless its fields have the hash of what was stored of it; one whose hash
 * is not known, as after a restart, is marked in any case. Of a container that was touched since it
 * was captured all contents are written. What is marked already is noted once more, since the
 * barrier's list may lack it.
 *
 * <p>Used under the commit lock, with the gate closed if it can be had. Takes the time to encode
 * the whole state; in memory, a bit for each object and what a walk has ahead.
 */
public final class FullLook {

  private final CapturedObjects captured;
  private final Supplier<List<Object>> roots;

  /** A look from the holders of {@code roots}, as they are when it begins. */
  public FullLook(CapturedObjects captured, Supplier<List<Object>> roots) {
    this.captured = captured;
    this.roots = roots;
  }

  /**
   * Looks at all objects.
   *
   * @return how many are marked now
   */
  public long run() {
    return new Walk().run();
  }

  /** One look; what it needs is free again when it ends. */
  private final class Walk {
    private final ScrubSink sink = new ScrubSink(captured);
    private final OidSet seen = new OidSet();
    private final Deque<Object> ahead = new ArrayDeque<>();
    private long marked;

    long run() {
      ahead.addAll(roots.get());
      while (!ahead.isEmpty()) {
        visit(ahead.pop());
      }
      return marked;
    }

    private void visit(Object object) {
      NodeHandler handler = captured.handlerOf(object);
      int oid = handler == null ? 0 : captured.oidOf(object, handler);
      // What has no number yet is written with what leads to it, which differs for that.
      if (oid == 0 || seen.contains(oid)) {
        return;
      }
      seen.add(oid);
      sink.clear();
      try {
        handler.encode(object, sink);
      } catch (RuntimeException e) {
        // Changing just now, or refused: the commit has a word on that.
        mark(object, handler, oid);
        return;
      }
      judge(object, handler, oid);
      for (int i = 0; i < sink.referenceCount(); i++) {
        ahead.push(sink.reference(i));
      }
    }

    private void judge(Object object, NodeHandler handler, int oid) {
      if (handler instanceof TrackedHandler tracked) {
        if (tracked.word(object) < 0 || tracked.isTouched(object)) {
          mark(object, handler, oid);
        }
      } else if (handler.isTracked() && handler.word(object) < 0) {
        note(object);
      } else if (CapturedObjects.isHashed(handler)) {
        int stored = captured.hashes().get(object, handler, oid);
        if (stored == StoredHashes.UNKNOWN || stored != sink.hash()) {
          mark(object, handler, oid);
        }
      }
    }

    private void mark(Object object, NodeHandler handler, int oid) {
      if (handler.isTracked()) {
        captured.markChanged(object, handler, oid);
        marked++;
      }
    }

    private void note(Object object) {
      Barrier.note(object);
      marked++;
    }
  }
}
