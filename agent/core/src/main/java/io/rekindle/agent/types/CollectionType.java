package io.rekindle.agent.types;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;

/** Collections that can be made empty and then added to. */
class CollectionType extends ContainerType {

  /** Makes an empty collection from its shape. */
  interface Maker {
    /** An empty collection. */
    Object make(Object[] shape);
  }

  /** Tells the shape of a collection. */
  interface Shape {
    /** What {@link Maker} needs. */
    Object[] of(Object container);
  }

  private final Shape shape;
  private final Maker maker;
  private final int fillPhase;

  CollectionType(Maker maker) {
    this(container -> NO_SHAPE, maker, NodeHandler.PHASE_PLACED);
  }

  CollectionType(Shape shape, Maker maker, int fillPhase) {
    this.shape = shape;
    this.maker = maker;
    this.fillPhase = fillPhase;
  }

  @Override
  Object[] shape(Object container) {
    return shape.of(container);
  }

  @Override
  int count(Object container) {
    return ((Collection<?>) container).size();
  }

  @Override
  Iterator<?> elements(Object container) {
    return ((Collection<?>) container).iterator();
  }

  @Override
  Object make(Class<?> type, Object[] shape) {
    return maker.make(shape);
  }

  @Override
  void clear(Object container) {
    ((Collection<?>) container).clear();
  }

  @Override
  @SuppressWarnings("unchecked") // The elements come from a collection of the same class.
  void fill(Object container, Object[] elements) {
    ((Collection<Object>) container).addAll(Arrays.asList(elements));
  }

  @Override
  int fillPhase() {
    return fillPhase;
  }
}
