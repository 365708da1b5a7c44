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

  /**
   * Called by woven code when {@code failure} leaves a method with {@code @RestartOn}. Whatever
   * happens here, the failure goes on to the caller of that method.
   *
   * @param types the names of the exceptions, each between semicolons
   * @param level the name of the level
   * @param where the method
   */
  public static void escaped(Throwable failure, String types, String level, String where) {
    try {
      Engine current = engine;
      if (current != null && isOneOf(failure.getClass(), types)) {
        current.escalate(level, failure.getClass().getName() + " left " + where);
      }
    } catch (Throwable ours) {
      // The application's own failure is the one that counts.
    }
  }

  /** By name: the annotation's classes need not be loaded, nor be there. */
  private static boolean isOneOf(Class<?> thrown, String types) {
    for (Class<?> type = thrown; type != null; type = type.getSuperclass()) {
      if (types.contains(";" + type.getName() + ";")) {
        return true;
      }
    }
    return false;
  }
}
