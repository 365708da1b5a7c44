package io.rekindle.agent.boot;

import java.util.function.Function;
import java.util.function.Predicate;
import jdk.internal.misc.Unsafe;

/**
 * What a restart asks the JVM about classes, by direct calls: method handles for the same would be
 * among the first ones of a JVM that starts, and take 6 ms of it. Thread-safe.
 */
public final class ClassInternals implements Predicate<Class<?>>, Function<Class<?>, Object> {

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  /** For {@code BootstrapZone}, which knows it by name. */
  public ClassInternals() {}

  /** Whether {@code type} is initialized; false also while it is being initialized. */
  @Override
  public boolean test(Class<?> type) {
    return !UNSAFE.shouldBeInitialized(type);
  }

  /** An object of {@code type}, a concrete class, without running a constructor of it. */
  @Override
  public Object apply(Class<?> type) {
    try {
      return UNSAFE.allocateInstance(type);
    } catch (InstantiationException e) {
      throw new IllegalStateException("class cannot be instantiated: class=" + type.getName(), e);
    }
  }
}
