package io.rekindle.agent.weave;

import io.rekindle.agent.types.FullLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** Asks a class loader for a class without having it load one. */
final class LoadedClass {

  private static final MethodHandle FIND = find();

  private LoadedClass() {}

  /** Null if {@code loader} has not defined, or been asked for, a class of this name. */
  static Class<?> find(ClassLoader loader, String name) {
    try {
      return (Class<?>) FIND.invokeExact(loader, name);
    } catch (Throwable e) {
      throw new IllegalStateException("class loader can't be asked: loader=" + loader, e);
    }
  }

  private static MethodHandle find() {
    try {
      return FullLookup.in(ClassLoader.class)
          .findVirtual(
              ClassLoader.class,
              "findLoadedClass",
              MethodType.methodType(Class.class, String.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
