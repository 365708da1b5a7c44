package io.rekindle.bootstrap.collections;

/** A tracked map or set: its changes are told by key. */
public interface TrackedKeys extends TrackedContainer {

  /** What look-ups return for a key that is not there; null may be a key or a value. */
  Object ABSENT = new Object();

  @Override
  KeyedLog $rekindle$log();

  @Override
  KeyedLog $rekindle$startLog();

  /**
   * The key object in the container that equals {@code key}, or {@link #ABSENT}. Has no side effect
   * on the order. Throws what the container's own look-up would throw.
   */
  Object $rekindle$storedKey(Object key);

  /**
   * The value of a stored key, without side effect on the order; {@link #ABSENT} if the key is not
   * there or if another object that equals it is. For a set the value of a key is null.
   */
  Object $rekindle$valueOf(Object storedKey);

  /** Number of entries. */
  int size();

  /** Number of entries, read without the monitor of a synchronized container. */
  default int $rekindle$size() {
    return size();
  }

  /** Whether two keys that are equal values may both be there. */
  default boolean $rekindle$comparesIdentity() {
    return false;
  }
}
