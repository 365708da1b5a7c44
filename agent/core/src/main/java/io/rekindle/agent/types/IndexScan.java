package io.rekindle.agent.types;

import java.util.List;

/** Reads lists and arrays by index. */
final class IndexScan extends ContainerScan {

  private int next;

  @Override
  public boolean next(Object container, Target target) {
    if (container instanceof Object[] array) {
      int end = Math.min(array.length, next + PORTION);
      while (next < end) {
        target.element(array[next++]);
      }
      return next < array.length;
    }
    List<?> list = (List<?>) container;
    int end = Math.min(list.size(), next + PORTION);
    while (next < end) {
      target.element(list.get(next++));
    }
    return next < list.size();
  }
}
