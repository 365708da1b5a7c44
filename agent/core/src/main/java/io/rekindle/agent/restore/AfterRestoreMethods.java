package io.rekindle.agent.restore;

import io.rekindle.AfterRestore;
import io.rekindle.RestoreInfo;
import io.rekindle.TrackedFile;
import io.rekindle.bootstrap.Barrier;
import io.rekindle.spi.FileAccess;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** Finds and calls the methods marked {@link AfterRestore}, those of superclasses first. */
final class AfterRestoreMethods {

  private final ClassValue<List<Method>> instance = methods(false);
  private final ClassValue<List<Method>> statics = methods(true);
  private final RestoreInfo restore;

  AfterRestoreMethods(RestoreInfo restore) {
    this.restore = restore;
  }

  boolean has(Class<?> type) {
    return type == TrackedFile.class || !instance.get(type).isEmpty();
  }

  void call(Object object) {
    if (object instanceof TrackedFile file) {
      settle(file);
      return;
    }
    for (Method method : instance.get(object.getClass())) {
      invoke(method, object);
    }
  }

  void callStatic(Class<?> type) {
    for (Method method : statics.get(type)) {
      invoke(method, null);
    }
  }

  /** Not before everything else is there: what is cut off is gone. */
  private static void settle(TrackedFile file) {
    try {
      FileAccess.get().settle(file);
    } catch (IOException e) {
      throw new RestoreException(
          "tracked file can't be cut off at the last commit: path=" + file.path() + ", cause=" + e,
          e);
    }
  }

  private void invoke(Method method, Object target) {
    try {
      if (method.getParameterCount() == 0) {
        method.invoke(target);
      } else {
        method.invoke(target, restore);
      }
    } catch (InvocationTargetException e) {
      throw new RestoreException(
          "@AfterRestore method failed: method=" + method + ", cause=" + e.getCause(),
          e.getCause());
    } catch (IllegalAccessException | IllegalArgumentException e) {
      throw new RestoreException(
          "@AfterRestore method cannot be called: method="
              + method
              + ", expected=no parameter or one of type RestoreInfo",
          e);
    }
  }

  private static ClassValue<List<Method>> methods(boolean wantStatic) {
    return new ClassValue<>() {
      @Override
      protected List<Method> computeValue(Class<?> type) {
        List<Method> found = new ArrayList<>();
        collect(type, wantStatic, found);
        return found;
      }
    };
  }

  private static void collect(Class<?> type, boolean wantStatic, List<Method> found) {
    if (type == null || type.getClassLoader() == null) {
      return;
    }
    if (!wantStatic) {
      collect(type.getSuperclass(), false, found);
    }
    Method[] declared = type.getDeclaredMethods();
    if (isKnownToHaveNone(type, declared)) {
      return;
    }
    for (Method method : declared) {
      if (Modifier.isStatic(method.getModifiers()) == wantStatic
          && method.isAnnotationPresent(AfterRestore.class)) {
        method.setAccessible(true);
        found.add(method);
      }
    }
  }

  /** To look for the annotation makes the JVM read all of them, 10 ms when it has just started. */
  private static boolean isKnownToHaveNone(Class<?> type, Method[] declared) {
    boolean isWoven = false;
    for (Method method : declared) {
      isWoven |= method.getName().equals(Barrier.TOUCH_METHOD);
    }
    for (Field field : type.getDeclaredFields()) {
      isWoven &= !field.getName().equals(Barrier.AFTER_RESTORE_FIELD);
    }
    return isWoven;
  }
}
