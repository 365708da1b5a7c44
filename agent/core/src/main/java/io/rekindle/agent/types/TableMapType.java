package io.rekindle.agent.types;

import java.util.Arrays;

/** Maps whose order of iteration depends on the number of buckets. */
final class TableMapType extends MapType {

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

  /** One that a constructor made may have another number of buckets. */
  @Override
  void finish(Object container, Object[] shape) {
    if (!Arrays.equals(shape, shape(container))) {
      Reflection.copyFields(make(container.getClass(), shape), container);
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
