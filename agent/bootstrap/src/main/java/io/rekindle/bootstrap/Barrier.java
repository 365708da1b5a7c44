package io.rekindle.bootstrap;

import java.util.Arrays;

/**
 * The write barrier. After each store to a captured field, woven code calls the touch method of the
 * class, which is generated into it:
 *
 * <pre>{@code
 * static void $rekindle$touch(Account o) {
 *   int word = o.$rekindle;
 *   if (word > 0) {          // captured, and unchanged since
 *     o.$rekindle = -word;
 *     try {
 *       Barrier.changed(o);
 *     } catch (Throwable e) {
 *       o.$rekindle = word;
 *       Barrier.missed = true;
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>{@link #changed} fails where stack or memory is at its end. The handler calls nothing, so that
 * it can't fail in turn.
 *
 * <p>The mark is set after the store: a capture that clears it in between sees the new value, one
 * that comes before it leaves the mark for the next.
 *
 * <p>A thread that has a place of its own keeps what it changed in a queue there, without a lock.
 * What has no room, and what other threads change, is kept in a few stripes, each with its own
 * lock, chosen by thread. Two threads may enter one object twice; the capture ignores the second.
 */
public final class Barrier {

  /** The tracking word of a woven object. */
  public static final String WORD_FIELD = "$rekindle";

  /**
   * What is known of the stored form of a woven object, for the capture and the scrubber alone: see
   * {@code StoredHashes}. It is in the object, whose cache line a commit has at hand anyway.
   */
  public static final String FINGERPRINT_FIELD = "$rekindle$fingerprint";

  /** The tracking word for the static state of a class. */
  public static final String STATICS_WORD_FIELD = "$rekindle$statics";

  /**
   * A static field of woven classes that declare {@code @AfterRestore} methods, and of no others.
   */
  public static final String AFTER_RESTORE_FIELD = "$rekindle$afterRestore";

  /**
   * What the names of static fields begin with that a class with state gets, one for each field
   * with state: to look for the annotation takes long in a JVM that has just started.
   */
  public static final String STATE_MARK = "$rekindle$state$";

  /** The generated method that marks an object after a store. */
  public static final String TOUCH_METHOD = "$rekindle$touch";

  /** The generated method that marks the static state of a class after a store. */
  public static final String TOUCH_STATICS_METHOD = "$rekindle$touchStatics";

  /**
   * Whether a change may not have been noted, for want of stack or memory: the next commit has to
   * look at all objects. A field, since whoever sets it may have no stack left for a call; taken
   * back by {@link #takeMissed}.
   */
  public static volatile boolean missed;

  /** What woven code writes to {@link #CAUGHT}: the element of stack overflows. */
  private static final int OVERFLOW = 1;

  /**
   * Woven code that catches an error says here whether it is a stack overflow, by writing true to
   * element 1, or 0 if not. Such an overflow may have come between a store and its mark.
   */
  public static final boolean[] CAUGHT = new boolean[OVERFLOW + 1];

  /** A power of two; a few times the cores of a large machine would gain nothing. */
  private static final int STRIPE_COUNT = 16;

  private static final Stripe[] STRIPES = newStripes();

  private static final ChangeQueue[] QUEUES = newQueues();

  /**
   * Whether any stripe may hold an object; set after one was added, taken back before all are read.
   */
  private static volatile boolean stripesUsed;

  /** Whether a thread outside any section has changed something since this was last taken. */
  private static volatile boolean changedOutside;

  private Barrier() {}

  /**
   * Notes that {@code changed} was written to since its last capture.
   *
   * @param changed a woven object, or the {@link Class} whose static state was written
   */
  public static void changed(Object changed) {
    Sections.Section section = Sections.current();
    if (!section.isInside() && !changedOutside) {
      changedOutside = true;
    }
    note(changed, section.place);
  }

  /**
   * Has the next capture look at an object, whether or not anybody wrote to it. If there is no
   * memory for that, the next commit looks at all objects.
   */
  public static void note(Object object) {
    try {
      note(object, Sections.current().place);
    } catch (Error e) {
      missed = true;
      throw e;
    }
  }

  private static void note(Object object, int place) {
    if (place != Places.NONE && QUEUES[place].add(object)) {
      return;
    }
    STRIPES[(int) Thread.currentThread().getId() & STRIPE_COUNT - 1].add(object);
    if (!stripesUsed) {
      stripesUsed = true;
    }
  }

  /**
   * Whether a thread outside any section has changed something since {@link #takeChangedOutside}.
   */
  public static boolean isChangedOutside() {
    return changedOutside;
  }

  /** Returns {@link #isChangedOutside()} and begins anew. */
  public static boolean takeChangedOutside() {
    boolean taken = changedOutside;
    if (taken) {
      changedOutside = false;
    }
    return taken;
  }

  /** Whether a change may not have been noted since {@link #takeMissed}. */
  public static boolean isMissed() {
    return missed || CAUGHT[OVERFLOW];
  }

  /** Returns {@link #isMissed()} and begins anew. */
  public static boolean takeMissed() {
    boolean taken = isMissed();
    if (taken) {
      missed = false;
      CAUGHT[OVERFLOW] = false;
    }
    return taken;
  }

  /**
   * Hands all noted objects to the capture and forgets them. Objects noted meanwhile are either in
   * the result or in the next one. By one thread at a time. What {@code target} fails at, and what
   * comes after it, is kept for the next call.
   */
  public static void drainTo(ChangedObjects target) {
    int places = Places.used();
    for (int place = 0; place < places; place++) {
      QUEUES[place].drainTo(target);
    }
    if (!stripesUsed) {
      return;
    }
    stripesUsed = false;
    try {
      for (Stripe stripe : STRIPES) {
        // Most are empty, and a lock costs more than a look.
        if (stripe.count != 0) {
          stripe.drainTo(target);
        }
      }
    } catch (RuntimeException | Error e) {
      stripesUsed = true;
      throw e;
    }
  }

  private static Stripe[] newStripes() {
    Stripe[] stripes = new Stripe[STRIPE_COUNT];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new Stripe();
    }
    return stripes;
  }

  private static ChangeQueue[] newQueues() {
    ChangeQueue[] queues = new ChangeQueue[Places.COUNT];
    for (int i = 0; i < queues.length; i++) {
      queues[i] = new ChangeQueue();
    }
    return queues;
  }

  /** A growable list under its own lock. */
  private static final class Stripe {
    private static final int INITIAL_CAPACITY = 64;
    private Object[] objects = new Object[INITIAL_CAPACITY];

    /** Written under the lock; volatile for the look before it. */
    private volatile int count;

    synchronized void add(Object changed) {
      int used = count;
      if (used == objects.length) {
        objects = Arrays.copyOf(objects, used * 2);
      }
      objects[used] = changed;
      count = used + 1;
    }

    synchronized void drainTo(ChangedObjects target) {
      int used = count;
      for (int i = 0; i < used; i++) {
        Object object = objects[i];
        // Null if it was handed on by a call that then failed, for want of memory.
        if (object != null) {
          target.add(object);
          objects[i] = null;
        }
      }
      count = 0;
    }
  }
}
