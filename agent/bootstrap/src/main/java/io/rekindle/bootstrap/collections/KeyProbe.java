package io.rekindle.bootstrap.collections;

/**
 * Finds the stored key that equals a given one. The JDK's hash tables ask the key that is looked up
 * whether it equals a stored one; the probe passes the question on and remembers for which stored
 * key the answer was yes.
 */
final class KeyProbe {

  private final Object key;
  private Object found = TrackedKeys.ABSENT;

  /** Makes a probe for {@code key}, which is not null. */
  KeyProbe(Object key) {
    this.key = key;
  }

  /** The stored key, or {@link TrackedKeys#ABSENT} if the look-up did not succeed. */
  Object found() {
    return found;
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public boolean equals(Object stored) {
    if (stored != key && !key.equals(stored)) {
      return false;
    }
    found = stored;
    return true;
  }
}
