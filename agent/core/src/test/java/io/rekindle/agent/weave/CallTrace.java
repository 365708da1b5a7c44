package io.rekindle.agent.weave;

import java.util.ArrayList;
import java.util.List;

/** Who called a sink or a source, and by way of what. */
final class CallTrace {

  private static final StackWalker WALKER =
      StackWalker.getInstance(
          java.util.Set.of(
              StackWalker.Option.RETAIN_CLASS_REFERENCE,
              StackWalker.Option.SHOW_HIDDEN_FRAMES,
              StackWalker.Option.SHOW_REFLECT_FRAMES));

  private final Class<?> called;
  private final List<Class<?>> callers = new ArrayList<>();
  private final List<Class<?>> between = new ArrayList<>();

  CallTrace(Class<?> called) {
    this.called = called;
  }

  /** Notes the frames from the one that called {@link #called} to the first one of a test. */
  void note() {
    List<Class<?>> frames =
        WALKER.walk(
            stack ->
                stack
                    .<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                    .dropWhile(type -> type == CallTrace.class || type == called)
                    .takeWhile(type -> !type.getName().endsWith("Test"))
                    .toList());
    callers.add(frames.get(0));
    between.addAll(frames);
  }

  /** The class that called, for each call. */
  List<Class<?>> callers() {
    return callers;
  }

  /** The classes of all frames between a test and a call. */
  List<Class<?>> between() {
    return between;
  }

  /** Those of the classes that reach fields by reflection or method handles. */
  static List<Class<?>> reflective(List<Class<?>> classes) {
    return classes.stream()
        .filter(
            type ->
                type.getSimpleName().equals("FieldwiseAccess")
                    || type.getName().matches("(java[.]lang|jdk[.]internal)[.](reflect|invoke).*"))
        .toList();
  }
}
