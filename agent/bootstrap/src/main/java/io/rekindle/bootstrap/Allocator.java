package io.rekindle.bootstrap;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * Makes objects without running their constructors, for generated codecs. Uses the one part of
 * {@code sun.misc.Unsafe} that is not deprecated for removal, since the alternative (a
 * serialization constructor) is some ten times slower in a JVM that has just started. A constant
 * method handle costs nothing over a direct call once compiled, and spares the build a warning it
 * cannot switch off.
 */
public final class Allocator {

  private static final MethodHandle ALLOCATE = allocate();

  private Allocator() {}

  /** Makes an object of {@code type}, which must be a concrete class. */
  public static Object allocate(Class<?> type) {
    try {
      return (Object) ALLOCATE.invokeExact(type);
    } catch (Throwable e) {
      throw new IllegalStateException("class cannot be instantiated: class=" + type.getName(), e);
    }
  }

  private static MethodHandle allocate() {
    try {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      MethodType type = MethodType.methodType(Object.class, Class.class);
      return MethodHandles.lookup()
          .findVirtual(unsafe, "allocateInstance", type)
          .bindTo(instance.get(null));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
