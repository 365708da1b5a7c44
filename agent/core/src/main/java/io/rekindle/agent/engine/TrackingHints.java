package io.rekindle.agent.engine;

import io.rekindle.agent.types.TrackedTypes;

/** Says of a compared class how its objects can be had tracked. */
final class TrackingHints {

  private TrackingHints() {}

  /**
   * One sentence.
   *
   * @param className of the compared objects
   * @param isWoven whether their changes are noticed by barriers as well
   */
  static String of(String className, boolean isWoven) {
    if (isWoven) {
      return "Its source file, or a superclass that is not woven, writes fields past barriers:"
          + " keep VarHandle, field updaters and reflection out of that file, or name the"
          + " superclass's package in include=.";
    }
    if (className.startsWith("[")) {
      return "Arrays are compared: if it is long, use an ArrayList made by woven code.";
    }
    if (TrackedTypes.trackedName(className) != null) {
      return "Make it by new "
          + className.substring(className.lastIndexOf('.') + 1)
          + " in woven code, or pass it to Rekindle.tracked(collection).";
    }
    if (className.startsWith("java.util.concurrent.atomic")
        || className.startsWith("java.util.concurrent.locks")) {
      return "Small: a volatile field of a woven class would be tracked.";
    }
    if (className.startsWith("java.util")) {
      return "Has no tracked form: if it is large, use a tracked collection (HashMap,"
          + " ConcurrentHashMap, ArrayList, ArrayDeque, ConcurrentLinkedQueue ...) made by woven code.";
    }
    if (className.startsWith("java.") || className.startsWith("javax.")) {
      return "A class of the JDK without a tracked form: if it is large, keep its contents in a"
          + " woven class.";
    }
    return "Not woven: name its package in include=.";
  }
}
