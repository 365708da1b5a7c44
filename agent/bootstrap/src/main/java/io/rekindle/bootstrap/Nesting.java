package io.rekindle.bootstrap;

import java.lang.StackWalker.StackFrame;

/**
 * Tells from its stack what the calling thread is in the midst of. Takes microseconds; for a thread
 * that an error kept from leaving something.
 */
final class Nesting {

  /** Frames of a thread that begins a section. */
  static final int NONE = 0;

  /** Frames of a thread that begins a change: that of the mutator. */
  static final int OWN_CHANGE = 1;

  private static final String CONTAINERS = "io.rekindle.bootstrap.collections.";

  /** As the weaver names the bodies of {@code @Checkpoint} methods. */
  private static final String BODY_PREFIX = "$rekindle$body$";

  private Nesting() {}

  /** Frames of mutators and of bodies of sections, at least. */
  static int frames() {
    long count = StackWalker.getInstance().walk(all -> all.filter(Nesting::isNested).count());
    return (int) count;
  }

  private static boolean isNested(StackFrame frame) {
    String name = frame.getClassName();
    return name.startsWith(CONTAINERS) && !name.endsWith("Log")
        || frame.getMethodName().startsWith(BODY_PREFIX)
        || name.equals("io.rekindle.Rekindle");
  }
}
