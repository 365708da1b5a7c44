package io.rekindle.bootstrap;

/**
 * Where woven code and the agent meet at the beginnings of state: the ends of constructors and of
 * static initializers. Inert until the agent has installed its engine.
 */
public final class Hooks {

  private static volatile Engine engine;

  private Hooks() {}

  /** Installs the agent's engine; called once, before application classes are loaded. */
  public static void install(Engine installed) {
    engine = installed;
  }

  /** The engine, or null before it is installed. */
  static Engine engine() {
    return engine;
  }

  /**
   * Called by woven code when a constructor of {@code declaring} is about to return to code that is
   * not itself a constructor of that class.
   *
   * <p>Only the constructor of the most derived woven class counts: those of its superclasses
   * return before the object is complete.
   */
  public static void constructed(Object holder, Class<?> declaring) {
    Engine current = engine;
    if (current != null && WovenClasses.mostDerived(holder.getClass()) == declaring) {
      current.constructed(holder);
    }
  }

  /** Called by woven code at the end of the static initializer of a class with static state. */
  public static void initialized(Class<?> type) {
    Engine current = engine;
    if (current != null) {
      current.initialized(type);
    }
  }
}
