package io.rekindle.bootstrap.collections;

/**
 * What changed in a map or set between two captures. To bring the old contents to the new ones: if
 * {@link #isWhole()}, write everything; otherwise, if {@link #isCleared()}, start from nothing;
 * then go through the keys in order: remove a key whose value is {@link TrackedKeys#ABSENT}; put
 * one that is {@link #isInserted inserted} at the end, removing it first if it is there; replace
 * the value of any other in place. Immutable but for its arrays' owner.
 */
public final class KeyChanges {

  private final boolean whole;
  private final boolean cleared;
  private final Object[] keys;
  private final Object[] values;
  private final boolean[] inserted;

  KeyChanges(boolean cleared, Object[] keys, Object[] values, boolean[] inserted) {
    this.whole = keys == null;
    this.cleared = cleared;
    this.keys = keys;
    this.values = values;
    this.inserted = inserted;
  }

  /** Whether all contents have to be written; there are no keys then. */
  public boolean isWhole() {
    return whole;
  }

  /** Whether everything that was there before is gone; all keys are inserted ones then. */
  public boolean isCleared() {
    return cleared;
  }

  /** Number of changed keys. */
  public int count() {
    return whole ? 0 : keys.length;
  }

  /** The changed key, as stored in the container, with an index from 0. */
  public Object key(int index) {
    return keys[index];
  }

  /** Its value now: null for a set, {@link TrackedKeys#ABSENT} if the key is gone. */
  public Object value(int index) {
    return values[index];
  }

  /** Whether the entry is new, or was moved to the end. */
  public boolean isInserted(int index) {
    return inserted[index];
  }
}
