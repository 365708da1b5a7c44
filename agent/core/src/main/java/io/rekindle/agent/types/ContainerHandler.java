package io.rekindle.agent.types;

import io.rekindle.bootstrap.FieldSource;
import io.rekindle.bootstrap.ObjectCodec;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;

/** JDK containers, and woven subclasses of them, which have fields as well. */
public class ContainerHandler extends NodeHandler {

  private final ContainerType container;
  private final Class<?> containerClass;
  private final ObjectCodec codec;

  ContainerHandler(Class<?> type, ContainerType container) {
    this(type, container, type, null, List.of());
  }

  /** For a subclass that behaves and is stored as {@code storedAs}. */
  ContainerHandler(Class<?> type, Class<?> storedAs, ContainerType container) {
    super(type, storedAs.getName(), container.kind(), List.of());
    this.container = container;
    this.containerClass = type;
    this.codec = null;
  }

  ContainerHandler(
      Class<?> type,
      ContainerType container,
      Class<?> containerClass,
      ObjectCodec codec,
      List<FieldDescriptor> fields) {
    super(type, container.kind(), fields);
    this.container = container;
    this.containerClass = containerClass;
    this.codec = codec;
  }

  @Override
  public boolean isConstant() {
    return codec == null && container.isConstant();
  }

  @Override
  public boolean isConfined() {
    return codec != null || fillPhase() == PHASE_ARRANGED;
  }

  /**
   * Whether no code of the application runs while it is filled with keys that are values, though it
   * is arranged.
   */
  public boolean isPlacedByValues() {
    return codec == null && container.isPlacedByValues();
  }

  @Override
  public int fillPhase() {
    return container.fillPhase();
  }

  @Override
  public void encode(Object node, NodeSink sink) {
    if (codec != null) {
      codec.encode(node, sink);
    }
    Object[] shape = container.shape(node);
    sink.putCount(shape.length);
    for (Object part : shape) {
      sink.putReference(part);
    }
    int count = container.count(node);
    sink.putCount(count);
    int expected = kind() == NodeKind.MAP ? 2 * count : count;
    Iterator<?> elements = container.elements(node);
    int seen = 0;
    while (seen < expected && elements.hasNext()) {
      sink.putReference(elements.next());
      seen++;
    }
    if (seen != expected || elements.hasNext()) {
      throw new ConcurrentModificationException("changed while it was captured: " + type());
    }
  }

  @Override
  public Object allocate(NodeSource source) {
    source.skipFields();
    Object[] shape = new Object[source.takeCount()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = source.takeInline();
    }
    if (codec != null) {
      return Reflection.construct(type(), containerClass);
    }
    return make(shape);
  }

  /** Makes an empty container. */
  Object make(Object[] shape) {
    return container.make(type(), shape);
  }

  /** Makes an empty container of the shape of another. */
  final Object makeAsShaped(Object model) {
    Object[] shape = container.shape(model);
    Object made = make(shape);
    container.finish(made, shape);
    return made;
  }

  /** What is needed besides the elements, see {@link ContainerType#shape}. */
  final Object[] shape(Object node) {
    return container.shape(node);
  }

  /** See {@link ContainerType#shapeKeptUpTo}. */
  final int shapeKeptUpTo(Object[] shape) {
    return container.shapeKeptUpTo(shape);
  }

  /** All elements in iteration order; keys and values in turn. */
  final Iterator<?> elements(Object node) {
    return container.elements(node);
  }

  /** Elements, or entries of a map. */
  public final int count(Object node) {
    return container.count(node);
  }

  /** Reads the elements in portions; null if there are fields besides. */
  public final ContainerScan scan(Object node) {
    if (codec != null) {
      return null;
    }
    switch (storedName()) {
      case "java.util.HashMap", "java.util.HashSet":
        return new TableScan(count(node));
      case "java.util.ArrayList":
        return new IndexScan();
      default:
        return new IteratorScan(this, kind() == NodeKind.MAP);
    }
  }

  /** Whether a new entry comes before those that were there. */
  final boolean prepends() {
    return container.prepends();
  }

  /** Adds elements to an empty container. */
  final void fill(Object node, Object[] elements) {
    container.fill(node, elements);
  }

  /** Empties a container that the application made, before it is filled. */
  public void clear(Object node) {
    container.clear(node);
  }

  @Override
  public void fill(Object node, NodeSource source) {
    if (codec != null) {
      FieldSource fields = source.fields(this);
      codec.decode(node, fields);
    } else {
      source.skipFields();
    }
    Object[] shape = new Object[source.takeCount()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = source.takeReference();
    }
    container.finish(node, shape);
    container.fill(node, source.takeCount(), source);
  }
}
