package io.rekindle.bootstrap.collections;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A method that the superclass of a tracked collection has on later JDKs only, and which our
 * override therefore can't call by {@code super} in source code of JDK 17.
 */
final class SuperMethod {

  private final String name;
  private final MethodHandle handle;

  private SuperMethod(String name, MethodHandle handle) {
    this.name = name;
    this.handle = handle;
  }

  /** Finds the method that {@code super.name(..)} calls in code of {@code lookup}'s class. */
  static SuperMethod find(MethodHandles.Lookup lookup, String name, MethodType type) {
    Class<?> caller = lookup.lookupClass();
    try {
      MethodHandle handle = lookup.findSpecial(caller.getSuperclass(), name, type, caller);
      return new SuperMethod(name, handle.asType(handle.type().generic()));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return new SuperMethod(name, null);
    }
  }

  /** Finds a method of an interface, to be called as the receiver has it. */
  static SuperMethod ofInterface(Class<?> type, String name, MethodType methodType) {
    try {
      MethodHandle handle = MethodHandles.publicLookup().findVirtual(type, name, methodType);
      return new SuperMethod(name, handle.asType(handle.type().generic()));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return new SuperMethod(name, null);
    }
  }

  /** Calls the method of the superclass; null if it returns nothing. */
  Object call(Object receiver, Object... arguments) {
    if (handle == null) {
      throw new NoSuchMethodError(
          receiver.getClass().getSuperclass().getName() + "." + name + " needs JDK 21 or later");
    }
    try {
      return switch (arguments.length) {
        case 0 -> handle.invokeExact(receiver);
        case 1 -> handle.invokeExact(receiver, arguments[0]);
        default -> handle.invokeExact(receiver, arguments[0], arguments[1]);
      };
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      // The methods declare no checked exceptions.
      throw new IllegalStateException(name + " failed: " + e, e);
    }
  }
}
