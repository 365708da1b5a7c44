package io.rekindle.bootstrap.collections;

import java.lang.invoke.MethodHandles;

/** The lookups that the agent gives to this package; the build opens the packages to tests. */
final class Lookups {

  private Lookups() {}

  static MethodHandles.Lookup in(Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("not open to the tests: package of " + type, e);
    }
  }
}
