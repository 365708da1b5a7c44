package io.rekindle.agent.types;

import io.rekindle.bootstrap.collections.CopyOnWriteArrays;
import io.rekindle.bootstrap.collections.HashNodes;
import io.rekindle.bootstrap.collections.HashtableEntries;
import io.rekindle.bootstrap.collections.HeapArrays;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArraySet;

/** Gives tracked collections access to what their superclasses keep to themselves. */
final class PrivateFields {

  private PrivateFields() {}

  /**
   * Opens the fields of {@code plain} that its tracked subclass reads. To be called before the
   * first log is started.
   *
   * @return false if this JDK's class is different inside and can't be tracked because of that
   */
  static boolean areReadable(Class<?> plain) {
    switch (plain.getName()) {
      case "java.util.LinkedHashMap":
        HashNodes.install(FullLookup.in(HashMap.class));
        return true;
      case "java.util.PriorityQueue":
        HeapArrays.install(FullLookup.in(PriorityQueue.class));
        return true;
      case "java.util.Hashtable":
        HashtableEntries.install(FullLookup.in(Hashtable.class));
        return true;
      case "java.util.concurrent.CopyOnWriteArrayList":
      case "java.util.concurrent.CopyOnWriteArraySet":
        return CopyOnWriteArrays.install(FullLookup.in(CopyOnWriteArraySet.class));
      default:
        return true;
    }
  }
}
