package io.rekindle.agent.types;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;

/**
 * A lookup with full privileges in any class. {@code privateLookupIn} gives one within a module
 * only, and the agent is in a module of its own; it has opened {@code java.lang.invoke} to itself.
 */
public final class FullLookup {

  private static final MethodHandles.Lookup TRUSTED = trusted();

  private FullLookup() {}

  /** A lookup in {@code type}. */
  public static MethodHandles.Lookup in(Class<?> type) {
    return TRUSTED.in(type);
  }

  private static MethodHandles.Lookup trusted() {
    try {
      Field field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
      field.setAccessible(true);
      return (MethodHandles.Lookup) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
