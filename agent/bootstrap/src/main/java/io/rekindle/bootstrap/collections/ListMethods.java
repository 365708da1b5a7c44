package io.rekindle.bootstrap.collections;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/** Methods that JDK 21 added to lists. */
final class ListMethods {

  static final SuperMethod GET_FIRST = ofLists("getFirst");
  static final SuperMethod GET_LAST = ofLists("getLast");
  static final SuperMethod REMOVE_FIRST = ofLists("removeFirst");
  static final SuperMethod REMOVE_LAST = ofLists("removeLast");

  /** Those of {@link java.util.concurrent.CopyOnWriteArrayList}. */
  static final SuperMethod COPYING_REVERSED =
      ofCopying("reversed", MethodType.methodType(List.class));

  static final SuperMethod COPYING_REMOVE_FIRST =
      ofCopying("removeFirst", MethodType.genericMethodType(0));
  static final SuperMethod COPYING_REMOVE_LAST =
      ofCopying("removeLast", MethodType.genericMethodType(0));

  private ListMethods() {}

  private static SuperMethod ofLists(String name) {
    return SuperMethod.ofInterface(List.class, name, MethodType.genericMethodType(0));
  }

  private static SuperMethod ofCopying(String name, MethodType type) {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(TrackedCopyOnWriteArrayList.class, MethodHandles.lookup());
      return SuperMethod.find(lookup, name, type);
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
