package io.rekindle.bootstrap.collections;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Methods that JDK 21 added to superclasses of tracked collections. */
final class JdkMethods {

  static final SuperMethod PUT_FIRST =
      find(TrackedLinkedHashMap.class, "putFirst", MethodType.genericMethodType(2));
  static final SuperMethod PUT_LAST =
      find(TrackedLinkedHashMap.class, "putLast", MethodType.genericMethodType(2));
  static final SuperMethod ADD_FIRST = find(TrackedLinkedHashSet.class, "addFirst", adds());
  static final SuperMethod ADD_LAST = find(TrackedLinkedHashSet.class, "addLast", adds());
  static final SuperMethod REMOVE_LAST =
      find(TrackedLinkedHashSet.class, "removeLast", MethodType.genericMethodType(0));

  private JdkMethods() {}

  private static MethodType adds() {
    return MethodType.methodType(void.class, Object.class);
  }

  private static SuperMethod find(Class<?> caller, String name, MethodType type) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(caller, MethodHandles.lookup());
      return SuperMethod.find(lookup, name, type);
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
