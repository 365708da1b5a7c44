package io.rekindle.agent.types;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;

/**
 * The capacity and load factor of hash tables. They are kept because the order of iteration depends
 * on them.
 */
final class HashTables {

  private static final int CAPACITY_DEFAULT = 16;

  private final Field table = Reflection.field(HashMap.class, "table");
  private final Field threshold = Reflection.field(HashMap.class, "threshold");
  private final Field loadFactor = Reflection.field(HashMap.class, "loadFactor");
  private final Field accessOrder = Reflection.field(LinkedHashMap.class, "accessOrder");
  private final Field map = Reflection.field(HashSet.class, "map");
  private final Field oldTable = Reflection.field(Hashtable.class, "table");
  private final Field oldLoadFactor = Reflection.field(Hashtable.class, "loadFactor");

  Object[] shape(Object hashMap) {
    Object order = hashMap instanceof LinkedHashMap ? Reflection.get(accessOrder, hashMap) : false;
    return new Object[] {capacity(hashMap), Reflection.get(loadFactor, hashMap), order};
  }

  Object[] setShape(Object hashSet) {
    Object hashMap = Reflection.get(map, hashSet);
    return new Object[] {capacity(hashMap), Reflection.get(loadFactor, hashMap)};
  }

  Object[] hashtableShape(Object hashtable) {
    Object[] buckets = (Object[]) Reflection.get(oldTable, hashtable);
    return new Object[] {buckets.length, Reflection.get(oldLoadFactor, hashtable)};
  }

  Object hashMap(Object[] shape) {
    return new HashMap<>((Integer) shape[0], (Float) shape[1]);
  }

  Object linkedHashMap(Object[] shape) {
    return new LinkedHashMap<>((Integer) shape[0], (Float) shape[1], (Boolean) shape[2]);
  }

  Object hashtable(Object[] shape) {
    return new Hashtable<>((Integer) shape[0], (Float) shape[1]);
  }

  /** The buckets; before there are any, the threshold holds how many are wanted. */
  private int capacity(Object hashMap) {
    Object[] buckets = (Object[]) Reflection.get(table, hashMap);
    if (buckets != null) {
      return buckets.length;
    }
    int wanted = (Integer) Reflection.get(threshold, hashMap);
    return wanted == 0 ? CAPACITY_DEFAULT : wanted;
  }
}
