package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.bootstrap.Barrier;
import java.util.concurrent.TimeUnit;

/**
 * Looks once more at the tracked objects that commits wrote, and marks as changed what differs from
 * what was written.
 *
 * <p>Why at all: a thread outside any section stores to a field and then reads the tracking word;
 * the capture sets the word and then reads the field. Without a fence in each barrier both may see
 * what was before. The store is there a moment later.
 *
 * <p>An application that changes its state in sections only needs no looks, and pays for none: they
 * are made for some rounds after a change outside sections was seen. What the very first such
 * change may have raced with is left to the scrubber.
 *
 * <p>Commits look at what earlier commits wrote, while it is in the cache; what they leave, and
 * containers, is looked at in rounds, by another thread.
 *
 * <p>Used under the commit lock. Sections may run during a look: half of what they do is marked at
 * worst, which they do themselves.
 */
final class SecondLooks {

  private static final int OBJECTS_PER_CLOCK = 64;

  /** By then a store of another core has long become visible. */
  private static final long SETTLE_NS = TimeUnit.MICROSECONDS.toNanos(20);

  /** So that no commit pays for a large one before it. */
  private static final int OBJECTS_PER_COMMIT = 16;

  /** For so many rounds after the last change outside sections looks go on. */
  private static final int ROUNDS_AFTER_OUTSIDE = 20;

  private final Capture capture;
  private final CaptureSink sink;
  private final StoredHashes hashes;

  /** Objects whose stored hash is known. */
  private final ObjectQueue objects = new ObjectQueue();

  /** Those added before this one were written at {@link #settlingSinceNs} or earlier. */
  private long settling;

  private long settlingSinceNs;

  /** Containers written since the round began. */
  private LookTable written = new LookTable();

  /** What the round goes through, and where it goes on. */
  private LookTable looking = new LookTable();

  private int next;
  private long roundEnd;
  private boolean isRound;
  private int roundsLeft;

  SecondLooks(Capture capture, CaptureSink sink, StoredHashes hashes) {
    this.capture = capture;
    this.sink = sink;
    this.hashes = hashes;
  }

  /** Whether {@link #written} is to be told of what is written. */
  boolean areNeeded() {
    return roundsLeft > 0 || Barrier.isChangedOutside();
  }

  /** An object was written whole, and its hash is stored. */
  void written(Object object) {
    objects.add(object);
  }

  /** A container was written whole, as a payload with this hash. */
  void written(int oid, Object container, long hash) {
    written.put(oid, container, hash);
    looking.drop(oid);
  }

  /** No look is needed: all changes of the container are known by other means. */
  void drop(int oid) {
    written.drop(oid);
    looking.drop(oid);
  }

  /** Looks at some of what commits wrote a while ago. */
  void lookAtSettled() {
    if (objects.isEmpty()) {
      return;
    }
    long nowNs = System.nanoTime();
    if (nowNs - settlingSinceNs < SETTLE_NS) {
      return;
    }
    for (int i = 0; i < OBJECTS_PER_COMMIT && objects.removed() < settling; i++) {
      lookAt(objects.remove());
    }
    if (objects.removed() >= settling) {
      settling = objects.added();
      settlingSinceNs = nowNs;
    }
  }

  /**
   * Goes on with a round, or begins one: over all that was written since the last one began.
   *
   * @param deadlineNs of {@link System#nanoTime}
   * @return true if it is done
   */
  boolean look(long deadlineNs) {
    if (!isRound) {
      begin();
    }
    int untilClock = OBJECTS_PER_CLOCK;
    while (objects.removed() < roundEnd || next < looking.slots()) {
      if (objects.removed() < roundEnd) {
        lookAt(objects.remove());
      } else {
        lookAtSlot(next++);
      }
      if (--untilClock == 0) {
        untilClock = OBJECTS_PER_CLOCK;
        if (System.nanoTime() - deadlineNs >= 0) {
          return false;
        }
      }
    }
    looking.clear();
    isRound = false;
    return true;
  }

  private void begin() {
    roundsLeft = Barrier.takeChangedOutside() ? ROUNDS_AFTER_OUTSIDE : Math.max(0, roundsLeft - 1);
    LookTable begun = written;
    written = looking;
    looking = begun;
    next = looking.isEmpty() ? looking.slots() : 0;
    roundEnd = objects.added();
    isRound = true;
  }

  private void lookAt(Object object) {
    NodeHandler handler = capture.handlerOf(object);
    int oid = handler.word(object);
    if (oid <= 0 || capture.isAbsent(oid)) {
      return;
    }
    int stored = hashes.get(object, handler, oid);
    if (stored == StoredHashes.UNKNOWN) {
      return;
    }
    boolean isSame = false;
    try {
      isSame = StoredHashes.reduce(sink.look(object, handler)) == stored;
    } catch (RuntimeException e) {
      // It changes under our eyes, or can't be captured any more: the next commit tells which.
    }
    if (!isSame) {
      Capture.markChanged(object, handler);
    }
  }

  private void lookAtSlot(int slot) {
    Object container = looking.object(slot);
    if (container == null) {
      return;
    }
    NodeHandler handler = capture.handlerOf(container);
    int oid = looking.oid(slot);
    if (handler.word(container) != oid || capture.isAbsent(oid)) {
      return;
    }
    boolean isSame = false;
    try {
      isSame = sink.look(container, handler) == looking.hash(slot);
    } catch (RuntimeException e) {
      // As above.
    }
    if (!isSame) {
      Capture.markChanged(container, handler);
    }
  }
}
