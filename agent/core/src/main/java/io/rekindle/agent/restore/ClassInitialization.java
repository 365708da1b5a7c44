package io.rekindle.agent.restore;

import io.rekindle.agent.log.Log;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Tells whether a class is initialized, without initializing it. */
public final class ClassInitialization {

  /** Null if this JDK does not tell. */
  private static final MethodHandle IS_DUE = isDue();

  private ClassInitialization() {}

  /** False also while the class is being initialized, or if that can't be told. */
  public static boolean isComplete(Class<?> type) {
    if (IS_DUE == null) {
      return false;
    }
    try {
      return !(boolean) IS_DUE.invokeExact(type);
    } catch (Throwable e) {
      return false;
    }
  }

  private static MethodHandle isDue() {
    try {
      Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe");
      Object instance = unsafe.getMethod("getUnsafe").invoke(null);
      MethodType type = MethodType.methodType(boolean.class, Class.class);
      return MethodHandles.lookup()
          .findVirtual(unsafe, "shouldBeInitialized", type)
          .bindTo(instance);
    } catch (ReflectiveOperationException | RuntimeException e) {
      Log.of(ClassInitialization.class)
          .info("restoring with one thread: this JDK does not tell which classes are ready", e);
      return null;
    }
  }
}
