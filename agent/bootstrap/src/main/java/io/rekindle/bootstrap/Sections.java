package io.rekindle.bootstrap;

import java.util.concurrent.TimeUnit;

/**
 * The running outermost {@code @Checkpoint} calls. Woven code calls {@link #enter()} before and
 * {@link #exit(long)} after the body of such a method, whether it returned or threw.
 *
 * <p>{@link #exit()} of the outermost call returns when its changes are as durable as the option
 * {@code durability} says. Neither method throws because of a fault of the agent, unless {@code
 * on-unprotected=throw} asks for it.
 */
public final class Sections {

  /** The gate that all sections of this JVM pass. */
  public static final Gate GATE = new Gate();

  /**
   * How long a single change waits for a capture to end. Bounded, since the capture may wait in
   * turn for a monitor that the changing thread holds: that of a Vector, or one that a key's {@code
   * hashCode} takes. A change that goes on meanwhile is looked at again by the next commit.
   */
  private static final long CHANGE_WAIT_NS = TimeUnit.SECONDS.toNanos(2);

  private static final ThreadLocal<Section> CURRENT =
      new ThreadLocal<>() {
        @Override
        protected Section initialValue() {
          return new Section();
        }
      };

  /**
   * Counts the errors that may have kept a thread from leaving something; a field, as {@link
   * Barrier#missed} is. A thread that is nested looks, once after each, whether it still is.
   */
  public static volatile int unleft;

  private Sections() {}

  /**
   * Begins a section, or joins the one the calling thread is in.
   *
   * @return what to pass to {@link #exit(long)}: how deep the thread was nested before
   */
  public static long enter() {
    Section section = CURRENT.get();
    if (section.isInside() && section.unleftSeen != unleft) {
      section.makeUp(Nesting.NONE);
    }
    long outer = (long) section.changes << Integer.SIZE | section.depth;
    if (section.depth == 0 && (section.changes == 0 || section.gateIndex == Gate.NOT_ENTERED)) {
      section.gateIndex = GATE.enter(section.place);
    }
    section.depth++;
    return outer;
  }

  /** Ends what {@link #enter()} began; the outermost one commits. */
  public static void exit() {
    if (leave(CURRENT.get())) {
      commit();
    }
  }

  private static boolean leave(long outer) {
    try {
      Section section = CURRENT.get();
      section.depth = (int) outer + 1;
      section.changes = (int) (outer >>> Integer.SIZE);
      return leave(section);
    } catch (StackOverflowError e) {
      unleft++;
      throw e;
    }
  }

  /** Returns whether the outermost section has ended, and a commit is due. */
  private static boolean leave(Section section) {
    if (section.depth > 1) {
      section.depth--;
      return false;
    }
    boolean isOutermost = section.changes == 0;
    if (isOutermost) {
      // First, so that what fails has left nothing.
      GATE.leave(section.gateIndex);
    } else {
      section.commitDue = true;
    }
    section.depth = 0;
    return isOutermost;
  }

  /**
   * The same; the thread is nested as it was before, even if an error kept something within the
   * section from leaving what it had entered.
   *
   * @param outer what {@link #enter()} returned
   */
  public static void exit(long outer) {
    if (leave(outer)) {
      commit();
    }
  }

  /** The same after the section ended by {@code failure}, which the caller goes on to throw. */
  public static void exit(Throwable failure, long outer) {
    if (failure instanceof StackOverflowError) {
      // It may have come between a store and its mark.
      Barrier.missed = true;
    }
    if (!leave(outer)) {
      return;
    }
    try {
      commit();
    } catch (RuntimeException | Error unprotected) {
      failure.addSuppressed(unprotected);
    }
  }

  /** Whether the calling thread is inside a section, or inside a single change. */
  public static boolean isInside() {
    return CURRENT.get().isInside();
  }

  /** What is known of the calling thread. */
  static Section current() {
    return CURRENT.get();
  }

  /**
   * Begins a single change of a tracked collection: a section of its own that ends without a
   * commit, so that a capture never sees half of the change. Joins the section the calling thread
   * is in.
   *
   * @return true if the calling thread was outside any section
   */
  public static boolean enterChange() {
    Section section = CURRENT.get();
    boolean outside = section.depth == 0 && section.changes == 0;
    if (!outside && section.unleftSeen != unleft) {
      outside = section.makeUp(Nesting.OWN_CHANGE);
    }
    if (outside) {
      section.gateIndex = GATE.enter(section.place, CHANGE_WAIT_NS);
      section.ungated = section.gateIndex == Gate.NOT_ENTERED;
    }
    section.changes++;
    return outside;
  }

  /**
   * Whether the single change that the calling thread is in went on though the gate stayed closed:
   * a capture may see half of it. A section that a function opened within the change may have
   * passed the gate since; the change is no less half seen.
   */
  public static boolean isUngated() {
    return CURRENT.get().ungated;
  }

  /**
   * Ends what {@link #enterChange()} began. Commits only if a section was opened and closed within
   * the change, by a function passed to {@code compute} for example: that section could not commit
   * while the collection was half changed.
   */
  public static void exitChange() {
    Section section = CURRENT.get();
    if (section.changes > 1 || section.depth > 0) {
      if (--section.changes == 0) {
        section.ungated = false;
      }
      return;
    }
    // First, so that what fails has left nothing.
    GATE.leave(section.gateIndex);
    section.changes = 0;
    section.ungated = false;
    if (section.commitDue) {
      section.commitDue = false;
      commit();
    }
  }

  private static void commit() {
    Engine engine = Hooks.engine();
    if (engine != null) {
      engine.commit();
    }
  }

  /** The calling thread's nesting depths and its place in the gate. */
  static final class Section {

    /** Of {@link Places}; that of the thread for as long as it lives. */
    final int place = Places.claim();

    private int depth;
    private int changes;
    private boolean commitDue;
    private int gateIndex;

    /** Whether the single change began without the gate. */
    private boolean ungated;

    /** The count of {@link #unleft} when the thread last looked. */
    private int unleftSeen;

    boolean isInside() {
      return depth > 0 || changes > 0;
    }

    /**
     * Leaves what an error kept the thread from leaving, if it is inside nothing any more. Returns
     * whether it was so.
     */
    private boolean makeUp(int ownFrames) {
      unleftSeen = unleft;
      if (Nesting.frames() > ownFrames) {
        return false;
      }
      GATE.leave(gateIndex);
      depth = 0;
      changes = 0;
      ungated = false;
      return true;
    }
  }
}
