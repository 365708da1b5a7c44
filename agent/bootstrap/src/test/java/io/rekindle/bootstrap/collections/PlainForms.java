package io.rekindle.bootstrap.collections;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.Stack;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;

/** The JDK's own collections in the place of tracked ones. */
final class PlainForms {

  private static final Set<Class<?>> SIZED =
      Set.of(
          HashMap.class,
          HashSet.class,
          IdentityHashMap.class,
          Hashtable.class,
          ConcurrentHashMap.class,
          ArrayList.class,
          Vector.class,
          Stack.class);

  private PlainForms() {}

  /** What Java serialization would write: the JDK's type, with the same shape and contents. */
  @SuppressWarnings("unchecked") // A tracked type extends its plain form.
  static <C> C of(C tracked) {
    try {
      Method replace = tracked.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      Object plain = replace.invoke(tracked);
      if (!isOfTheJdk(plain)) {
        throw new AssertionError("not the JDK's type: " + plain.getClass());
      }
      return (C) plain;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("no plain form: " + tracked.getClass(), e);
    }
  }

  /** As {@link #of}; where the capacity shows in the order or in growth, with that of a new one. */
  @SuppressWarnings("unchecked") // As above.
  static <C> C ofEmpty(C tracked) {
    Class<?> type = tracked.getClass();
    while (!type.getName().startsWith("java.util.")) {
      type = type.getSuperclass();
    }
    try {
      return SIZED.contains(type) ? (C) type.getConstructor().newInstance() : of(tracked);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("cannot be made: " + type, e);
    }
  }

  private static boolean isOfTheJdk(Object plain) {
    return plain.getClass().getName().startsWith("java.util.");
  }
}
