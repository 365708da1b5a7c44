package io.rekindle.bootstrap.collections;

import java.util.function.Supplier;

/**
 * The log of a vector or stack. Each change and its note are one step under the vector's own
 * monitor, which is taken after the gate was passed.
 */
final class VectorLog extends SpliceLog {

  /** A vector as it is, whatever a subclass of the application makes of its methods. */
  interface Contents extends TrackedSequence {
    /** A copy of the elements. */
    Object[] $rekindle$elements();

    /** For how many elements there is room. */
    int $rekindle$capacity();
  }

  private final Contents vector;

  VectorLog(Contents vector) {
    super(vector);
    this.vector = vector;
  }

  /**
   * Makes a change that puts any number of elements in the place of others, and takes note of it
   * unless it fails.
   *
   * @param start index of the first element concerned
   * @param removed number of elements that are replaced
   */
  <T> T replace(int start, int removed, Supplier<T> change) {
    enter();
    try {
      synchronized (vector) {
        return replaceLocked(start, removed, change);
      }
    } finally {
      exit();
    }
  }

  /** Makes a change that adds elements at the end, and takes note of it unless it fails. */
  <T> T append(Supplier<T> change) {
    enter();
    try {
      synchronized (vector) {
        return replaceLocked(vector.$rekindle$size(), 0, change);
      }
    } finally {
      exit();
    }
  }

  /** Makes a change that leaves {@code newSize} elements. */
  void resize(int newSize, Runnable change) {
    enter();
    try {
      synchronized (vector) {
        int size = vector.$rekindle$size();
        int start = Math.min(size, newSize);
        replaceLocked(start, size - start, asSupplier(change));
      }
    } finally {
      exit();
    }
  }

  /** Makes a change of the capacity only. */
  void reshape(Runnable change) {
    enter();
    try {
      synchronized (vector) {
        int capacity = vector.$rekindle$capacity();
        change.run();
        capacity(capacity, vector.$rekindle$capacity());
      }
    } finally {
      exit();
    }
  }

  /**
   * Makes a change that calls functions of the application, and takes note of what it did, even if
   * it fails.
   */
  <T> T compare(Supplier<T> change) {
    enter();
    try {
      synchronized (vector) {
        int begun = begun();
        Object[] before = vector.$rekindle$elements();
        try {
          return change.get();
        } finally {
          difference(begun, before, vector::$rekindle$elements, vector.$rekindle$size());
        }
      }
    } finally {
      exit();
    }
  }

  /** A change without a result. */
  static Supplier<Void> asSupplier(Runnable change) {
    return () -> {
      change.run();
      return null;
    };
  }

  private <T> T replaceLocked(int start, int removed, Supplier<T> change) {
    int begun = begun();
    int size = vector.$rekindle$size();
    int capacity = vector.$rekindle$capacity();
    T result = change.get();
    int newSize = vector.$rekindle$size();
    edit(begun, start, removed, newSize - size + removed, newSize);
    capacity(capacity, vector.$rekindle$capacity());
    return result;
  }
}
