package io.rekindle.agent.types;

import java.util.Arrays;
import java.util.Map;

/** Maps whose order of iteration depends on the number of buckets. */
class TableMapType extends MapType {

  private final boolean prepends;

  /**
   * A type.
   *
   * @param prepends whether a bucket is iterated from its newest entry to its oldest
   */
  TableMapType(CollectionType.Shape shape, CollectionType.Maker maker, boolean prepends) {
    super(shape, maker);
    this.prepends = prepends;
  }

  @Override
  boolean prepends() {
    return prepends;
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
