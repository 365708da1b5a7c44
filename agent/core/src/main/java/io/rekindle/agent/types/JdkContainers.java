package io.rekindle.agent.types;

import io.rekindle.codec.NodeKind;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;

/** The containers of {@code java.util}. */
final class JdkContainers {

  private static final int PLACED = NodeHandler.PHASE_PLACED;
  private static final int ARRANGED = NodeHandler.PHASE_ARRANGED;

  private JdkContainers() {}

  /**
   * The type of a class, or null. A switch instead of a table: a JVM that restarts should link the
   * few lambdas that it needs, not all.
   */
  static ContainerType of(Class<?> type) {
    ContainerType list = list(type.getName());
    if (list != null) {
      return list;
    }
    ContainerType set = set(type);
    return set != null ? set : map(type.getName());
  }

  private static ContainerType list(String name) {
    switch (name) {
      case "java.util.ArrayList":
        return new CollectionType(s -> new ArrayList<>());
      case "java.util.LinkedList":
        return new CollectionType(s -> new LinkedList<>());
      case "java.util.Stack":
        return vector(s -> new Stack<>());
      case "java.util.ArrayDeque":
        return new CollectionType(s -> new ArrayDeque<>());
      case "java.util.Vector":
        return vector(s -> new Vector<>());
      case "java.util.PriorityQueue":
        return new HeapType();
      case "java.util.ImmutableCollections$ListN":
      case "java.util.ImmutableCollections$List12":
        return new DonorType(NodeKind.SEQUENCE, DonorType::listOf);
      default:
        return null;
    }
  }

  private static ContainerType vector(CollectionType.Maker maker) {
    Field increment = Reflection.field(Vector.class, "capacityIncrement");
    return new VectorType(
        c -> new Object[] {Unlocked.capacity(c), Reflection.get(increment, c)}, maker);
  }

  private static ContainerType set(Class<?> type) {
    switch (type.getName()) {
      case "java.util.HashSet":
        return new HashSetType(new HashTables(), HashSet::new);
      case "java.util.LinkedHashSet":
        return new HashSetType(new HashTables(), LinkedHashSet::new);
      case "java.util.TreeSet":
        return treeSet();
      case "java.util.RegularEnumSet":
      case "java.util.JumboEnumSet":
        Field element = Reflection.field(EnumSet.class, "elementType");
        return new CollectionType(
            c -> new Object[] {Reflection.get(element, c)}, s -> enumSet(s[0]), PLACED);
      case "java.util.ImmutableCollections$SetN":
      case "java.util.ImmutableCollections$Set12":
        return new DonorType(NodeKind.SEQUENCE, Set::of);
      default:
        return null;
    }
  }

  private static ContainerType treeSet() {
    return new ComparedType(
        TreeSet.class, NodeKind.SEQUENCE, c -> ((SortedSet<?>) c).comparator(), TreeSet::new) {
      @Override
      void finish(Object container, Object[] shape) {
        Object map = Reflection.get(Reflection.field(TreeSet.class, "m"), container);
        Reflection.set(Reflection.field(TreeMap.class, "comparator"), map, shape[0]);
      }
    };
  }

  private static ContainerType map(String name) {
    switch (name) {
      case "java.util.HashMap":
      case "java.util.LinkedHashMap":
      case "java.util.Hashtable":
      case "java.util.WeakHashMap":
        return tableMap(name, new HashTables());
      case "java.util.Properties":
        return new PropertiesType(new HashTables());
      case "java.util.TreeMap":
        return new ComparedType(
            TreeMap.class, NodeKind.MAP, c -> ((SortedMap<?, ?>) c).comparator(), TreeMap::new);
      case "java.util.IdentityHashMap":
        return new MapType(c -> ContainerType.NO_SHAPE, s -> new IdentityHashMap<>());
      case "java.util.EnumMap":
        Field keyType = Reflection.field(EnumMap.class, "keyType");
        return new MapType(c -> new Object[] {Reflection.get(keyType, c)}, s -> enumMap(s[0]));
      case "java.util.ImmutableCollections$MapN":
      case "java.util.ImmutableCollections$Map1":
        return new DonorType(NodeKind.MAP, DonorType::mapOf);
      default:
        return null;
    }
  }

  private static ContainerType tableMap(String name, HashTables tables) {
    switch (name) {
      case "java.util.HashMap":
        return TableMapType.ofHashMap(tables::shape, s -> tables.hashMap(s));
      case "java.util.LinkedHashMap":
        return TableMapType.ofHashMap(tables::shape, s -> tables.linkedHashMap(s));
      case "java.util.Hashtable":
        return new HashtableType(tables);
      default:
        return new TableMapType(tables::weakShape, s -> tables.weakHashMap(s), true);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The shape holds the class of an enum.
  private static <E extends Enum<E>> Class<E> enumClass(Object type) {
    return (Class<E>) (Class) type;
  }

  private static <E extends Enum<E>> Object enumSet(Object type) {
    return EnumSet.noneOf(JdkContainers.<E>enumClass(type));
  }

  private static <E extends Enum<E>> Object enumMap(Object type) {
    return new EnumMap<E, Object>(JdkContainers.<E>enumClass(type));
  }

  /** Containers that are ordered by a comparator, which may be a captured object itself. */
  private static class ComparedType extends ContainerType {
    /** Tells the comparator. */
    interface Order {
      /** The comparator, or null for the natural order. */
      Comparator<?> of(Object container);
    }

    /** Makes an empty container. */
    interface Maker {
      /** An empty one, naturally ordered. */
      Object make();
    }

    private final Class<?> declaring;
    private final Order order;
    private final Maker maker;
    private final ContainerType delegate;

    ComparedType(Class<?> declaring, NodeKind kind, Order order, Maker maker) {
      this.declaring = declaring;
      this.order = order;
      this.maker = maker;
      this.delegate =
          kind == NodeKind.MAP
              ? new MapType(c -> NO_SHAPE, s -> null)
              : new CollectionType(c -> NO_SHAPE, s -> null, ARRANGED);
    }

    @Override
    NodeKind kind() {
      return delegate.kind();
    }

    @Override
    Object[] shape(Object container) {
      return new Object[] {order.of(container)};
    }

    @Override
    int count(Object container) {
      return delegate.count(container);
    }

    @Override
    Iterator<?> elements(Object container) {
      return delegate.elements(container);
    }

    @Override
    Object make(Class<?> type, Object[] shape) {
      return maker.make();
    }

    @Override
    void finish(Object container, Object[] shape) {
      Reflection.set(Reflection.field(declaring, "comparator"), container, shape[0]);
    }

    @Override
    void clear(Object container) {
      delegate.clear(container);
    }

    @Override
    void fill(Object container, Object[] elements) {
      delegate.fill(container, elements);
    }

    @Override
    int fillPhase() {
      return ARRANGED;
    }
  }

  /** The heap comes back as it was, which asks no element for its place. */
  private static final class HeapType extends ComparedType {
    HeapType() {
      super(
          PriorityQueue.class,
          NodeKind.SEQUENCE,
          c -> ((PriorityQueue<?>) c).comparator(),
          PriorityQueue::new);
    }

    @Override
    void fill(Object container, Object[] elements) {
      Object[] heap = elements.length == 0 ? new Object[1] : elements;
      Reflection.set(Reflection.field(PriorityQueue.class, "queue"), container, heap);
      Reflection.set(Reflection.field(PriorityQueue.class, "size"), container, elements.length);
    }

    @Override
    int fillPhase() {
      return PLACED;
    }
  }

  /** Properties have defaults behind them, and a concurrent map inside. */
  private static final class PropertiesType extends MapType {
    private static final Field DEFAULTS = Reflection.field(Properties.class, "defaults");
    private static final Field MAP = Reflection.field(Properties.class, "map");

    PropertiesType(HashTables tables) {
      super(
          c ->
              new Object[] {
                Reflection.get(DEFAULTS, c), tables.concurrentCapacity(Reflection.get(MAP, c))
              },
          s -> new Properties(HashTables.concurrentArgument((Integer) s[1])));
    }

    /** Its own methods take the monitor; those of the map inside do not. */
    @Override
    int count(Object container) {
      return super.count(Reflection.get(MAP, container));
    }

    @Override
    Iterator<?> elements(Object container) {
      return super.elements(Reflection.get(MAP, container));
    }

    @Override
    void finish(Object container, Object[] shape) {
      if (!shape(container)[1].equals(shape[1])) {
        Reflection.set(MAP, container, Reflection.get(MAP, make(Properties.class, shape)));
      }
      Reflection.set(DEFAULTS, container, shape[0]);
    }
  }

  /** Sets over a hash table. */
  private static final class HashSetType extends CollectionType {
    /** Makes an empty set. */
    interface Maker {
      /** An empty set of the given initial capacity and load factor. */
      Object make(int capacity, float loadFactor);
    }

    HashSetType(HashTables tables, Maker maker) {
      super(
          tables::setShape,
          s -> maker.make((Integer) s[0], (Float) s[1]),
          NodeHandler.PHASE_ARRANGED);
    }

    @Override
    boolean isPlacedByValues() {
      return true;
    }

    /** One that a constructor made may have another number of buckets. */
    @Override
    void finish(Object container, Object[] shape) {
      if (!java.util.Arrays.equals(shape, shape(container))) {
        Reflection.copyFields(make(container.getClass(), shape), container);
      }
    }
  }

  /** Vectors and stacks, read without their monitor. */
  private static final class VectorType extends CollectionType {
    VectorType(Shape shape, Maker maker) {
      super(shape, maker, PLACED);
    }

    /** Stacks that were stored by an earlier version have no shape. */
    @Override
    void finish(Object container, Object[] shape) {
      if (shape.length > 0) {
        Unlocked.reshape(container, (Integer) shape[0], (Integer) shape[1]);
      }
    }

    @Override
    int count(Object container) {
      return Unlocked.count(container);
    }

    @Override
    Iterator<?> elements(Object container) {
      return Unlocked.elements(container).iterator();
    }
  }

  /** Hash tables of the old kind, read without their monitor. */
  private static final class HashtableType extends TableMapType {
    HashtableType(HashTables tables) {
      super(tables::hashtableShape, s -> tables.hashtable(s), true);
    }

    @Override
    int count(Object container) {
      return Unlocked.hashtableCount(container);
    }

    @Override
    Iterator<?> elements(Object container) {
      return Unlocked.hashtableEntries(container).iterator();
    }
  }
}
