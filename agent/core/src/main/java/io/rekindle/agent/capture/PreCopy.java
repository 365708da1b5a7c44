package io.rekindle.agent.capture;

import io.rekindle.agent.types.NodeHandler;
import io.rekindle.agent.types.TrackedHandler;

/**
 * What a capture encodes between two windows, with the gate open, so that sections need not wait
 * for it: objects of woven classes, and new lists. What sections change of them meanwhile is
 * encoded again by a later window, as everything is that changes between windows.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>The word of an object that is encoded in a gap was set before the gap began: in the window
 *       before it, or in the gap before that. A section runs on one side of a window only. So it
 *       either ended before, and all of its stores are seen, or it sees the word and marks the
 *       object. Barriers have no fence; the gate is it.
 *   <li>Nothing of the application is called in a gap. Containers, whose contents may be half
 *       changed, are left to windows; but for small lists that were numbered in this commit, which
 *       are written whole once more if they were changed in it.
 *   <li>Each commit comes to an end: where the application changes as much as a gap encodes, there
 *       is no further gap in this commit.
 * </ul>
 *
 * <p>Used under the commit lock.
 */
final class PreCopy {

  /**
   * What takes less than this share of a window is encoded in a window sooner than the gate is
   * opened and closed again.
   */
  private static final int WINDOW_SHARE = 10;

  /** An object takes less than this; not in a cold JVM, where it does not matter. */
  private static final long OBJECT_NS = 1_000;

  /** Lists with more elements are left to windows. */
  private static final int ELEMENTS_MAX = 1024;

  /** So many may take longer than those before them: each is a step further from the roots. */
  private static final int GROWING_MAX = 3;

  /** Whoever changes so much that this is not enough waits for a window that does the rest. */
  private static final int WINDOWS_MAX = 64;

  private boolean isEarly;
  private boolean isOn;
  private boolean isGap;
  private boolean isExhausted;
  private int gaps;

  /** Gaps, but for those that are part of reading a large container. */
  private int rounds;

  private int windowsOn;
  private long lastGapNs;

  /** Objects that were numbered in this gap. */
  private ObjectList numbered = new ObjectList();

  /** Objects that have to be encoded in a window. */
  private final ObjectList deferred = new ObjectList();

  /** Objects that were changed again before their turn came in a gap. */
  private final ObjectList again = new ObjectList();

  /**
   * Begins a commit.
   *
   * @param early whether the first window leaves as much as it can to a gap; otherwise there are
   *     gaps only if it is not enough for all
   */
  void begin(boolean early) {
    isEarly = early;
    isOn = false;
    isExhausted = false;
    gaps = 0;
    rounds = 0;
    windowsOn = 0;
    lastGapNs = 0;
  }

  /** A commit goes on without gaps. */
  void exhaust() {
    isExhausted = true;
  }

  /** Whether there are no more gaps in this commit. */
  boolean isExhausted() {
    return isExhausted;
  }

  /** Whether {@link #begin} was told to be early. */
  boolean isEarly() {
    return isEarly;
  }

  /** How many gaps there were in this commit in which something was encoded. */
  int gaps() {
    return gaps;
  }

  /**
   * A window begins.
   *
   * @param isFirst whether it is the first one of the commit
   * @param isLast whether it has to be the last one
   */
  void windowBegins(boolean isFirst, boolean isLast) {
    isOn = !isExhausted && !isLast && windowsOn < WINDOWS_MAX && (isEarly || !isFirst);
    windowsOn += isOn ? 1 : 0;
  }

  /** Whether the current window leaves objects to the gap after it. */
  boolean isOn() {
    return isOn;
  }

  /** All that is left is encoded in this window, if there is time. */
  void endOn() {
    isOn = false;
  }

  /** Whether a gap after a window of {@code windowNs} is worth its while. */
  static boolean isWorth(int objects, long windowNs) {
    return objects * OBJECT_NS > windowNs / WINDOW_SHARE;
  }

  /** Whether objects of this handler have fields alone, of which barriers tell. */
  static boolean isOfFields(NodeHandler handler) {
    return handler.hasFingerprint() && CapturedObjects.isHashed(handler);
  }

  /** Whether new objects of this handler may be encoded in a gap. */
  static boolean suits(NodeHandler handler) {
    return isOfFields(handler) || handler instanceof TrackedHandler list && list.isLateLogged();
  }

  /**
   * Whether {@code object} may be encoded in this gap. A list only if it was numbered in this
   * commit: should it be changed in the gap, its log can't tell what of that was written, and so
   * all of it is written again; and if it is small, since it is read at once.
   */
  static boolean admits(Object object, NodeHandler handler, int oid, int firstOid) {
    if (handler instanceof TrackedHandler list) {
      return list.isLateLogged()
          && oid >= firstOid
          && list.isUnlogged(object)
          && list.size(object) <= ELEMENTS_MAX;
    }
    return isOfFields(handler);
  }

  /** Begins a gap. */
  void gapBegins() {
    isOn = true;
    isGap = true;
    gaps++;
  }

  /**
   * A gap ends.
   *
   * @param tookNs how long it was, in nanoseconds
   * @param hasSlices whether there is more to read of large containers, and so to do
   */
  void gapEnds(long tookNs, boolean hasSlices) {
    isGap = false;
    if (hasSlices) {
      windowsOn--;
      return;
    }
    rounds++;
    if (rounds > GROWING_MAX && tookNs > lastGapNs - lastGapNs / 4) {
      isExhausted = true;
    }
    lastGapNs = tookNs;
  }

  /** Where an object goes that was numbered just now. */
  ObjectList listFor(NodeHandler handler, ObjectList fresh) {
    if (!isOn) {
      return fresh;
    }
    if (!suits(handler)) {
      return deferred;
    }
    return isGap ? numbered : fresh;
  }

  /**
   * Takes an empty list for those that will be numbered in gaps, and gives the one of those that
   * were: they may be encoded from the next window on.
   */
  ObjectList swapNumbered(ObjectList empty) {
    ObjectList swapped = numbered;
    numbered = empty;
    return swapped;
  }

  /** Those that only a window encodes. */
  ObjectList deferred() {
    return deferred;
  }

  /** Those that a window has to reset the word of, and that are encoded after that. */
  ObjectList again() {
    return again;
  }

  /** Forgets all objects. */
  void clear() {
    isGap = false;
    numbered.clear();
    deferred.clear();
    again.clear();
  }
}
