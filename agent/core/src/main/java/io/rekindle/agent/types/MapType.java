package io.rekindle.agent.types;

import io.rekindle.codec.NodeKind;
import java.util.Iterator;
import java.util.Map;

/** Maps that can be made empty and then put into. */
class MapType extends ContainerType {

  private final CollectionType.Shape shape;
  private final CollectionType.Maker maker;

  MapType(CollectionType.Shape shape, CollectionType.Maker maker) {
    this.shape = shape;
    this.maker = maker;
  }

  @Override
  NodeKind kind() {
    return NodeKind.MAP;
  }

  @Override
  Object[] shape(Object container) {
    return shape.of(container);
  }

  @Override
  int count(Object container) {
    return ((Map<?, ?>) container).size();
  }

  @Override
  Iterator<?> elements(Object container) {
    return new EntryIterator(((Map<?, ?>) container).entrySet().iterator());
  }

  @Override
  Object make(Class<?> type, Object[] shape) {
    return maker.make(shape);
  }

  @Override
  void clear(Object container) {
    ((Map<?, ?>) container).clear();
  }

  @Override
  @SuppressWarnings("unchecked") // The entries come from a map of the same class.
  void fill(Object container, Object[] elements) {
    Map<Object, Object> map = (Map<Object, Object>) container;
    for (int i = 0; i < elements.length; i += 2) {
      map.put(elements[i], elements[i + 1]);
    }
  }

  @Override
  int fillPhase() {
    return NodeHandler.PHASE_ARRANGED;
  }

  /** Keys and values in turn. */
  private static final class EntryIterator implements Iterator<Object> {
    private final Iterator<? extends Map.Entry<?, ?>> entries;
    private Map.Entry<?, ?> current;

    EntryIterator(Iterator<? extends Map.Entry<?, ?>> entries) {
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      return current != null || entries.hasNext();
    }

    @Override
    public Object next() {
      if (current == null) {
        current = entries.next();
        return current.getKey();
      }
      Object value = current.getValue();
      current = null;
      return value;
    }
  }
}
