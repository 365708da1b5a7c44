package io.rekindle.agent.types;

import io.rekindle.codec.NodeKind;
import java.util.Iterator;

/**
 * What a kind of JDK container needs to come back as it was. Stateless.
 *
 * <p>A container is its shape (comparator, load factor, capacity and the like) and its elements;
 * the elements of a map alternate between key and value.
 */
abstract class ContainerType {

  static final Object[] NO_SHAPE = {};

  /** {@link NodeKind#SEQUENCE} or {@link NodeKind#MAP}. */
  NodeKind kind() {
    return NodeKind.SEQUENCE;
  }

  /** What is needed besides the elements. */
  Object[] shape(Object container) {
    return NO_SHAPE;
  }

  /**
   * Up to how many elements a container of this shape keeps it, whatever is added or removed; less
   * than zero if that can't be told.
   */
  int shapeKeptUpTo(Object[] shape) {
    return -1;
  }

  /** How many elements, or entries, there are. */
  abstract int count(Object container);

  /** All elements in iteration order; keys and values in turn. */
  abstract Iterator<?> elements(Object container);

  /**
   * Makes an empty container. The shape holds null where it leads to a node; {@link #finish} sees
   * it whole.
   */
  abstract Object make(Class<?> type, Object[] shape);

  /** Completes an empty container with a shape that refers to nodes. */
  void finish(Object container, Object[] shape) {}

  /** Removes all elements, before one that the application made is filled. */
  void clear(Object container) {}

  /** Adds {@code count} elements or entries, in the order in which they were iterated. */
  void fill(Object container, int count, NodeSource source) {
    Object[] elements = new Object[kind() == NodeKind.MAP ? 2 * count : count];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = source.takeReference();
    }
    fill(container, elements);
  }

  /** Adds the elements, in the order in which they were iterated. */
  abstract void fill(Object container, Object[] elements);

  /** Whether a new entry comes before those that were there. */
  boolean prepends() {
    return false;
  }

  /** See {@link ContainerHandler#isPlacedByValues}. */
  boolean isPlacedByValues() {
    return false;
  }

  /** See {@link NodeHandler#fillPhase}. */
  int fillPhase() {
    return NodeHandler.PHASE_PLACED;
  }

  /** See {@link NodeHandler#isConstant}. */
  boolean isConstant() {
    return false;
  }
}
