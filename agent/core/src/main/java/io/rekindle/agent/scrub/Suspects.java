package io.rekindle.agent.scrub;

import io.rekindle.agent.capture.CapturedObjects;
import io.rekindle.agent.types.NodeHandler;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Objects that differ from what is stored though no barrier told of it, and are looked at once more
 * after a while: a thread outside any section may just have been between a store and its barrier.
 */
final class Suspects {

  /** More are found again with the next pass. */
  private static final int SUSPECTS_MAX = 256;

  private final CapturedObjects captured;
  private final ScrubSink sink;
  private final long settleNs;
  private final List<Suspect> suspects = new ArrayList<>();

  Suspects(CapturedObjects captured, ScrubSink sink, long settleNs) {
    this.captured = captured;
    this.sink = sink;
    this.settleNs = settleNs;
  }

  void add(Object object, int oid, int storedHash, long nowNs) {
    for (Suspect present : suspects) {
      if (present.oid == oid) {
        return;
      }
    }
    if (suspects.size() < SUSPECTS_MAX) {
      suspects.add(new Suspect(new WeakReference<>(object), oid, storedHash, nowNs));
    }
  }

  /** Hands over those that still differ, and forgets all that had their time. */
  void judge(long nowNs, BiConsumer<Object, NodeHandler> guilty) {
    Iterator<Suspect> all = suspects.iterator();
    while (all.hasNext()) {
      Suspect suspect = all.next();
      if (nowNs - suspect.sinceNs < settleNs) {
        continue;
      }
      all.remove();
      Object object = suspect.object.get();
      NodeHandler handler = object == null ? null : captured.handlerOf(object);
      if (handler != null && isStillDifferent(suspect, object, handler)) {
        guilty.accept(object, handler);
      }
    }
  }

  private boolean isStillDifferent(Suspect suspect, Object object, NodeHandler handler) {
    boolean wasCaptured =
        handler.word(object) != suspect.oid
            || captured.hashes().get(object, handler, suspect.oid) != suspect.storedHash;
    if (wasCaptured) {
      return false;
    }
    sink.clear();
    try {
      handler.encode(object, sink);
    } catch (RuntimeException e) {
      // It holds what can't be captured: the next commit would fail, and the one before is sound.
      return false;
    }
    return sink.hash() != suspect.storedHash;
  }

  private record Suspect(WeakReference<Object> object, int oid, int storedHash, long sinceNs) {}
}
