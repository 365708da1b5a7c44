package io.rekindle.agent.types;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

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

  private final Field weakTable = Reflection.field(WeakHashMap.class, "table");
  private final Field weakLoadFactor = Reflection.field(WeakHashMap.class, "loadFactor");
  private final Field concurrentTable = Reflection.field(ConcurrentHashMap.class, "table");
  private final Field sizeControl = Reflection.field(ConcurrentHashMap.class, "sizeCtl");

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
    // It is negative while a thread computes the table's hash code.
    float factor = Math.abs((Float) Reflection.get(oldLoadFactor, hashtable));
    return new Object[] {buckets.length, factor};
  }

  Object[] weakShape(Object weakHashMap) {
    Object[] buckets = (Object[]) Reflection.get(weakTable, weakHashMap);
    return new Object[] {buckets.length, Reflection.get(weakLoadFactor, weakHashMap)};
  }

  Object weakHashMap(Object[] shape) {
    return new WeakHashMap<>((Integer) shape[0], (Float) shape[1]);
  }

  /** The buckets; before there are any, {@code sizeCtl} holds how many are wanted. */
  int concurrentCapacity(Object concurrentHashMap) {
    Object[] buckets = (Object[]) Reflection.get(concurrentTable, concurrentHashMap);
    if (buckets != null) {
      return buckets.length;
    }
    int wanted = (Integer) Reflection.get(sizeControl, concurrentHashMap);
    return wanted <= 0 ? CAPACITY_DEFAULT : wanted;
  }

  /** The argument of the constructor that makes exactly so many buckets: it adds a third. */
  static int concurrentArgument(int capacity) {
    return Math.max(0, (int) (capacity * 0.75) - 1);
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
