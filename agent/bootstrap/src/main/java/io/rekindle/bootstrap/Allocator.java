package io.rekindle.bootstrap;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.function.Function;

/**
 * Makes objects without running their constructors, for generated codecs. The alternative, a
 * serialization constructor, is some ten times slower in a JVM that has just started.
 */
public final class Allocator {

  /** What {@link Way} is to be; it is not looked at any more after the first object. */
  private static volatile Function<Class<?>, Object> installed;

  private Allocator() {}

  /** Has {@code way} make objects from the first one on; too late after that. */
  public static void install(Function<Class<?>, Object> way) {
    installed = way;
  }

  /** Makes an object of {@code type}, which must be a concrete class. */
  public static Object allocate(Class<?> type) {
    return Way.CHOSEN.apply(type);
  }

  /** A constant, so that compiled code calls it directly. */
  private static final class Way {

    static final Function<Class<?>, Object> CHOSEN = installed == null ? new ByHandle() : installed;

    private Way() {}
  }

  /** The one part of {@code sun.misc.Unsafe} that is not deprecated for removal. */
  private static final class ByHandle implements Function<Class<?>, Object> {

    private static final MethodHandle ALLOCATE = handle();

    @Override
    public Object apply(Class<?> type) {
      try {
        return (Object) ALLOCATE.invokeExact(type);
      } catch (Throwable e) {
        throw new IllegalStateException("class cannot be instantiated: class=" + type.getName(), e);
      }
    }

    private static MethodHandle handle() {
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
}
