package io.rekindle.agent.restore;

import java.util.function.Predicate;

/** Tells whether a class is initialized, without initializing it. */
public final class ClassInitialization {

  /** Until there is something that knows, no class is taken for complete. */
  private static volatile Predicate<Class<?>> completeness = type -> false;

  private ClassInitialization() {}

  /** Has {@code isComplete} tell from now on. */
  public static void install(Predicate<Class<?>> isComplete) {
    completeness = isComplete;
  }

  /** False also while the class is being initialized, or if that can't be told. */
  public static boolean isComplete(Class<?> type) {
    return completeness.test(type);
  }
}
