package io.rekindle.agent.capture;

import java.util.Arrays;

/**
 * Objects to look at, each with the hash of the payload that was written last. A hash table over
 * oids, since an object may be written many times before its turn comes.
 */
final class LookTable {

  private static final int INITIAL_SLOTS = 256;
  private static final int KEPT_SLOTS_MAX = 1 << 14;
  private static final int NO_OID = 0;

  /** Spreads consecutive oids over the table. */
  private static final int SPREAD = 0x9E37_79B9;

  private int[] oids = new int[INITIAL_SLOTS];
  private long[] hashes = new long[INITIAL_SLOTS];
  private Object[] objects = new Object[INITIAL_SLOTS];
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  int slots() {
    return oids.length;
  }

  /** The object in a slot, or null. */
  Object object(int slot) {
    return objects[slot];
  }

  int oid(int slot) {
    return oids[slot];
  }

  long hash(int slot) {
    return hashes[slot];
  }

  /** Remembers what was written for {@code oid}; replaces what was remembered for it before. */
  void put(int oid, Object object, long hash) {
    if (2 * count >= oids.length) {
      grow();
    }
    int slot = slotOf(oid);
    if (oids[slot] == NO_OID) {
      oids[slot] = oid;
      count++;
    }
    objects[slot] = object;
    hashes[slot] = hash;
  }

  /** No look is needed: all changes of the object are known by other means. */
  void drop(int oid) {
    if (count > 0) {
      objects[slotOf(oid)] = null;
    }
  }

  void clear() {
    if (oids.length > KEPT_SLOTS_MAX) {
      allocate(INITIAL_SLOTS);
    } else {
      Arrays.fill(oids, NO_OID);
      Arrays.fill(objects, null);
    }
    count = 0;
  }

  private int slotOf(int oid) {
    int slot = (oid * SPREAD >>> 4 ^ oid) & oids.length - 1;
    while (oids[slot] != NO_OID && oids[slot] != oid) {
      slot = slot + 1 & oids.length - 1;
    }
    return slot;
  }

  private void grow() {
    int[] oldOids = oids;
    long[] oldHashes = hashes;
    Object[] oldObjects = objects;
    allocate(oldOids.length * 2);
    count = 0;
    for (int i = 0; i < oldOids.length; i++) {
      if (oldObjects[i] != null) {
        put(oldOids[i], oldObjects[i], oldHashes[i]);
      }
    }
  }

  private void allocate(int slots) {
    oids = new int[slots];
    hashes = new long[slots];
    objects = new Object[slots];
  }
}
