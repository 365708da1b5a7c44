package io.rekindle.agent.types;

import io.rekindle.bootstrap.Allocator;
import io.rekindle.codec.NodeKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/**
 * The immutable collections of {@code List.of} and its like: they have to exist before their
 * elements are ready, and their order depends on the JVM, so one is made empty-handed and later
 * given the fields of another that the JDK made from the elements.
 */
final class DonorType extends ContainerType {

  /** Makes a collection from its elements. */
  interface Donor {
    /** An equal collection of the same class. */
    Object make(Object[] elements);
  }

  private final NodeKind kind;
  private final Donor donor;
  private final ContainerType reader;

  DonorType(NodeKind kind, Donor donor) {
    this.kind = kind;
    this.donor = donor;
    this.reader =
        kind == NodeKind.MAP
            ? new MapType(c -> NO_SHAPE, s -> null)
            : new CollectionType(s -> null);
  }

  @Override
  NodeKind kind() {
    return kind;
  }

  @Override
  int count(Object container) {
    return kind == NodeKind.MAP
        ? ((Map<?, ?>) container).size()
        : ((Collection<?>) container).size();
  }

  @Override
  Iterator<?> elements(Object container) {
    return reader.elements(container);
  }

  @Override
  Object make(Class<?> type, Object[] shape) {
    return Allocator.allocate(type);
  }

  @Override
  void fill(Object container, Object[] elements) {
    Object made = donor.make(elements);
    if (made.getClass() != container.getClass()) {
      throw new IllegalStateException(
          "immutable collection came back as another class: expected="
              + container.getClass().getName()
              + ", was="
              + made.getClass().getName());
    }
    Reflection.copyFields(made, container);
  }

  @Override
  int fillPhase() {
    return NodeHandler.PHASE_ARRANGED;
  }

  @Override
  boolean isConstant() {
    return true;
  }

  /** For maps: keys and values in turn. */
  static Object mapOf(Object[] elements) {
    @SuppressWarnings({"unchecked", "rawtypes"}) // Generic array creation has no other way.
    Map.Entry<Object, Object>[] entries = new Map.Entry[elements.length / 2];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = Map.entry(elements[2 * i], elements[2 * i + 1]);
    }
    return Map.ofEntries(entries);
  }

  /** A list that allows null if it holds one, as {@code Stream.toList()} makes. */
  static Object listOf(Object[] elements) {
    return Arrays.asList(elements).contains(null)
        ? Arrays.stream(elements).toList()
        : java.util.List.of(elements);
  }
}
