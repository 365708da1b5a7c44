package io.rekindle.agent.types;

import java.util.Arrays;
import java.util.Map;

/** Maps whose order of iteration depends on the number of buckets. */
class TableMapType extends MapType {

  private static final float LOAD_FACTOR_DEFAULT = 0.75f;

  /** A smaller hash map may grow because one of its buckets is long. */
  private static final int CAPACITY_WITH_TREES_MIN = 64;

  private final boolean prepends;
  private final boolean isHashMap;

  /**
   * A type.
   *
   * @param prepends whether a bucket is iterated from its newest entry to its oldest
   */
  TableMapType(CollectionType.Shape shape, CollectionType.Maker maker, boolean prepends) {
    this(shape, maker, prepends, false);
  }

  private TableMapType(
      CollectionType.Shape shape, CollectionType.Maker maker, boolean prepends, boolean isHashMap) {
    super(shape, maker);
    this.prepends = prepends;
    this.isHashMap = isHashMap;
  }

  /** For {@link java.util.HashMap} and what extends it. */
  static TableMapType ofHashMap(CollectionType.Shape shape, CollectionType.Maker maker) {
    return new TableMapType(shape, maker, false, true);
  }

  @Override
  boolean prepends() {
    return prepends;
  }

  /** That of {@link java.util.HashMap}, and where a rounding error is out of the question. */
  @Override
  int shapeKeptUpTo(Object[] shape) {
    if (!isHashMap || (Float) shape[1] != LOAD_FACTOR_DEFAULT) {
      return super.shapeKeptUpTo(shape);
    }
    int capacity = (Integer) shape[0];
    return capacity < CAPACITY_WITH_TREES_MIN ? super.shapeKeptUpTo(shape) : capacity / 4 * 3;
  }

  /** One that a constructor made may have another number of buckets. */
  @Override
  void finish(Object container, Object[] shape) {
    if (!Arrays.equals(shape, shape(container))) {
      Reflection.copyFields(make(container.getClass(), shape), container);
    }
  }

  @Override
  boolean isPlacedByValues() {
    return true;
  }

  /** Without an array between: large maps are what a restart waits for. */
  @Override
  @SuppressWarnings("unchecked") // The entries come from a map of the same class.
  void fill(Object container, int count, NodeSource source) {
    if (prepends) {
      super.fill(container, count, source);
      return;
    }
    Map<Object, Object> map = (Map<Object, Object>) container;
    for (int i = 0; i < count; i++) {
      Object key = source.takeReference();
      map.put(key, source.takeReference());
    }
  }

  @Override
  void fill(Object container, Object[] elements) {
    super.fill(container, prepends ? backwards(elements) : elements);
  }

  private static Object[] backwards(Object[] entries) {
    Object[] turned = new Object[entries.length];
    for (int i = 0; i < entries.length; i += 2) {
      turned[entries.length - 2 - i] = entries[i];
      turned[entries.length - 1 - i] = entries[i + 1];
    }
    return turned;
  }
}
