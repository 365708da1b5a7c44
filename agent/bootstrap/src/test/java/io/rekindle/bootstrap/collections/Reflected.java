package io.rekindle.bootstrap.collections;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Calls methods that only later JDKs have. */
final class Reflected {

  private Reflected() {}

  /** Calls through the public interface that declares the method; nothing if this JDK has none. */
  static Object call(Class<?> declaring, Object target, String name, Object... arguments)
      throws Throwable {
    for (Method method : declaring.getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
        try {
          return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      }
    }
    return null;
  }
}
