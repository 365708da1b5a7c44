package io.rekindle.bootstrap;

/**
 * The running outermost {@code @Checkpoint} calls. Woven code calls {@link #enter()} before and
 * {@link #exit()} after the body of such a method, whether it returned or threw.
 *
 * <p>{@link #exit()} of the outermost call returns when its changes are as durable as the option
 * {@code durability} says. Neither method throws because of a fault of the agent, unless {@code
 * on-unprotected=throw} asks for it.
 */
public final class Sections {

  /** The gate that all sections of this JVM pass. */
  public static final Gate GATE = new Gate();

  private static final ThreadLocal<Section> CURRENT =
      new ThreadLocal<>() {
        @Override
        protected Section initialValue() {
          return new Section();
        }
      };

  private Sections() {}

  /** Begins a section, or joins the one the calling thread is in. */
  public static void enter() {
    Section section = CURRENT.get();
    if (section.depth == 0) {
      section.gateIndex = GATE.enter();
    }
    section.depth++;
  }

  /** Ends what {@link #enter()} began; the outermost one commits. */
  public static void exit() {
    Section section = CURRENT.get();
    if (--section.depth == 0) {
      GATE.leave(section.gateIndex);
      Engine engine = Hooks.engine();
      if (engine != null) {
        engine.commit();
      }
    }
  }

  /** The same after the section ended by {@code failure}, which the caller goes on to throw. */
  public static void exit(Throwable failure) {
    try {
      exit();
    } catch (RuntimeException | Error unprotected) {
      failure.addSuppressed(unprotected);
    }
  }

  /** Whether the calling thread is inside a section. */
  public static boolean isInside() {
    return CURRENT.get().depth > 0;
  }

  /** The calling thread's nesting depth and its place in the gate. */
  private static final class Section {
    private int depth;
    private int gateIndex;
  }
}
