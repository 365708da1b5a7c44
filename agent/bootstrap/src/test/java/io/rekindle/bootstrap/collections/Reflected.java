package io.rekindle.bootstrap.collections;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Calls methods that only later JDKs have. */
final class Reflected {

  private Reflected() {}

  /**
   * Calls through the public interface that declares the method; if this JDK's does not, a method
   * of the target's own class in this package; otherwise does nothing.
   */
  static Object call(Class<?> declaring, Object target, String name, Object... arguments)
      throws Throwable {
    Method method = find(declaring, name, arguments.length);
    if (method == null && target.getClass().getPackage() == Reflected.class.getPackage()) {
      method = find(target.getClass(), name, arguments.length);
    }
    try {
      if (method != null) {
        // The JDK's views are of classes that are not public.
        method.setAccessible(true);
      }
      return method == null ? null : method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Method find(Class<?> type, String name, int argumentCount) {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == argumentCount) {
        return method;
      }
    }
    return null;
  }
}
