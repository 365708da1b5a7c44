package io.rekindle.bootstrap.collections;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;

/**
 * Tells keys whose equality belongs to the JDK from all others. The first kind is compared with
 * {@code equals}; the identity of such objects is not part of the state. Of the others the log
 * calls no method.
 */
final class Keys {

  private Keys() {}

  /** Whether {@code key} is compared by value. */
  static boolean areValues(Object key) {
    return key == null
        || key instanceof String
        || key instanceof Enum
        || key instanceof Class
        || key instanceof Character
        || key instanceof Boolean
        || key instanceof Number number && isValue(number)
        || key instanceof UUID;
  }

  /** Whether there may be two objects that are compared by value and equal {@code key}. */
  static boolean mayBeEqual(Object key) {
    return key != null && areValues(key) && !(key instanceof Enum) && !(key instanceof Class);
  }

  /**
   * Whether {@code key} is a NaN. There are many, which are all equal, but what is stored tells
   * them apart by their bits; and the key that is asked for need not be the one that is there.
   */
  static boolean isNan(Object key) {
    return key instanceof Double d ? d.isNaN() : key instanceof Float f && f.isNaN();
  }

  /** BigInteger and BigDecimal are not final: a subclass is the application's. */
  private static boolean isValue(Number number) {
    return number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte
        || number instanceof Double
        || number instanceof Float
        || number.getClass() == BigInteger.class
        || number.getClass() == BigDecimal.class;
  }

  /** Whether two keys are the same one: equal values, or one object. */
  static boolean areSame(Object one, Object other) {
    return one == other || areValues(one) && one != null && one.equals(other);
  }

  /** What stands for {@code key} in a hash table of changed keys. */
  static Object identify(Object key) {
    return areValues(key) ? key : new Identity(key);
  }

  /** A key that is equal to itself only. */
  private static final class Identity {
    private final Object key;

    Identity(Object key) {
      this.key = key;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(key);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Identity identity && identity.key == key;
    }
  }
}
