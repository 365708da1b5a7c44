package io.rekindle.agent.types;

import io.rekindle.codec.NodeKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;

/** The containers of {@code java.util}. */
final class JdkContainers {

  private static final int PLACED = NodeHandler.PHASE_PLACED;
  private static final int ARRANGED = NodeHandler.PHASE_ARRANGED;

  private JdkContainers() {}

  static void addTo(Map<Class<?>, ContainerType> types) {
    addLists(types);
    addSets(types);
    addMaps(types);
    addImmutable(types);
  }

  private static void addLists(Map<Class<?>, ContainerType> types) {
    types.put(ArrayList.class, new CollectionType(s -> new ArrayList<>()));
    types.put(LinkedList.class, new CollectionType(s -> new LinkedList<>()));
    types.put(Stack.class, new CollectionType(s -> new Stack<>()));
    types.put(ArrayDeque.class, new CollectionType(s -> new ArrayDeque<>()));
    java.lang.reflect.Field increment = Reflection.field(Vector.class, "capacityIncrement");
    types.put(
        Vector.class,
        new CollectionType(
            c -> new Object[] {((Vector<?>) c).capacity(), Reflection.get(increment, c)},
            s -> new Vector<>((Integer) s[0], (Integer) s[1]),
            PLACED));
    types.put(
        PriorityQueue.class,
        new ComparedType(
            PriorityQueue.class,
            NodeKind.SEQUENCE,
            c -> ((PriorityQueue<?>) c).comparator(),
            PriorityQueue::new));
  }

  private static void addSets(Map<Class<?>, ContainerType> types) {
    HashTables tables = new HashTables();
    types.put(HashSet.class, new HashSetType(tables, HashSet::new));
    types.put(LinkedHashSet.class, new HashSetType(tables, LinkedHashSet::new));
    types.put(
        TreeSet.class,
        new ComparedType(
            TreeSet.class, NodeKind.SEQUENCE, c -> ((SortedSet<?>) c).comparator(), TreeSet::new) {
          @Override
          void finish(Object container, Object[] shape) {
            Object map = Reflection.get(Reflection.field(TreeSet.class, "m"), container);
            Reflection.set(Reflection.field(TreeMap.class, "comparator"), map, shape[0]);
          }
        });
    java.lang.reflect.Field element = Reflection.field(EnumSet.class, "elementType");
    CollectionType enumSet =
        new CollectionType(
            c -> new Object[] {Reflection.get(element, c)}, s -> enumSet(s[0]), PLACED);
    types.put(EnumSet.noneOf(Thread.State.class).getClass(), enumSet);
    types.put(jumboEnumSet(), enumSet);
  }

  private static void addMaps(Map<Class<?>, ContainerType> types) {
    HashTables tables = new HashTables();
    types.put(HashMap.class, new TableMapType(tables::shape, s -> tables.hashMap(s), false));
    types.put(
        LinkedHashMap.class, new TableMapType(tables::shape, s -> tables.linkedHashMap(s), false));
    types.put(
        TreeMap.class,
        new ComparedType(
            TreeMap.class, NodeKind.MAP, c -> ((SortedMap<?, ?>) c).comparator(), TreeMap::new));
    types.put(
        Hashtable.class, new TableMapType(tables::hashtableShape, s -> tables.hashtable(s), true));
    types.put(Properties.class, new PropertiesType(tables));
    types.put(
        WeakHashMap.class, new TableMapType(tables::weakShape, s -> tables.weakHashMap(s), true));
    types.put(
        IdentityHashMap.class,
        new MapType(c -> ContainerType.NO_SHAPE, s -> new IdentityHashMap<>()));
    java.lang.reflect.Field keyType = Reflection.field(EnumMap.class, "keyType");
    types.put(
        EnumMap.class,
        new MapType(c -> new Object[] {Reflection.get(keyType, c)}, s -> enumMap(s[0])));
  }

  private static void addImmutable(Map<Class<?>, ContainerType> types) {
    ContainerType list = new DonorType(NodeKind.SEQUENCE, DonorType::listOf);
    types.put(java.util.List.of().getClass(), list);
    types.put(java.util.List.of(1).getClass(), list);
    ContainerType set = new DonorType(NodeKind.SEQUENCE, Set::of);
    types.put(Set.of().getClass(), set);
    types.put(Set.of(1).getClass(), set);
    ContainerType map = new DonorType(NodeKind.MAP, DonorType::mapOf);
    types.put(Map.of().getClass(), map);
    types.put(Map.of(1, 1).getClass(), map);
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

  private static Class<?> jumboEnumSet() {
    try {
      return Class.forName("java.util.JumboEnumSet");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("class not found in this JDK: java.util.JumboEnumSet", e);
    }
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
    java.util.Iterator<?> elements(Object container) {
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

  /** Properties have defaults behind them, and a concurrent map inside. */
  private static final class PropertiesType extends MapType {
    private static final java.lang.reflect.Field DEFAULTS =
        Reflection.field(Properties.class, "defaults");
    private static final java.lang.reflect.Field MAP = Reflection.field(Properties.class, "map");

    PropertiesType(HashTables tables) {
      super(
          c ->
              new Object[] {
                Reflection.get(DEFAULTS, c), tables.concurrentCapacity(Reflection.get(MAP, c))
              },
          s -> new Properties(HashTables.concurrentArgument((Integer) s[1])));
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

    /** One that a constructor made may have another number of buckets. */
    @Override
    void finish(Object container, Object[] shape) {
      if (!java.util.Arrays.equals(shape, shape(container))) {
        Reflection.copyFields(make(container.getClass(), shape), container);
      }
    }
  }
}
