package io.rekindle.agent.types;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.ReentrantLock;

/** The containers of {@code java.util.concurrent}, and {@code BitSet}. */
final class ConcurrentContainers {

  private static final int PLACED = NodeHandler.PHASE_PLACED;
  private static final int ARRANGED = NodeHandler.PHASE_ARRANGED;
  private static final CollectionType.Shape NONE = c -> ContainerType.NO_SHAPE;

  private ConcurrentContainers() {}

  /** The type of a class, or null; a switch for the reason given in {@link JdkContainers}. */
  static ContainerType of(Class<?> type) {
    if (type == BitSet.class) {
      return bitSet();
    }
    ContainerType plain = plain(type);
    if (plain != null) {
      return plain;
    }
    ContainerType bounded = bounded(type.getName());
    return bounded != null ? bounded : ordered(type.getName());
  }

  private static ContainerType bitSet() {
    return new CellType(
        s -> new BitSet(),
        c -> boxed(((BitSet) c).toLongArray()),
        (c, parts) -> {
          ((BitSet) c).clear();
          ((BitSet) c).or(BitSet.valueOf(unboxed(parts)));
        });
  }

  private static ContainerType plain(Class<?> type) {
    switch (type.getName()) {
      case "java.util.concurrent.ConcurrentLinkedQueue":
        return new CollectionType(s -> new ConcurrentLinkedQueue<>());
      case "java.util.concurrent.ConcurrentLinkedDeque":
        return new CollectionType(s -> new ConcurrentLinkedDeque<>());
      case "java.util.concurrent.CopyOnWriteArrayList":
        return new CollectionType(s -> new CopyOnWriteArrayList<>());
      case "java.util.concurrent.LinkedTransferQueue":
        return new CollectionType(s -> new LinkedTransferQueue<>());
      case "java.util.concurrent.SynchronousQueue":
        return new CollectionType(s -> new SynchronousQueue<>());
      case "java.util.concurrent.CopyOnWriteArraySet":
        return new CollectionType(NONE, s -> new CopyOnWriteArraySet<>(), ARRANGED);
      case "java.util.concurrent.DelayQueue":
        return new CollectionType(NONE, s -> new DelayQueue<>(), ARRANGED);
      case "java.util.concurrent.ConcurrentHashMap":
        HashTables tables = new HashTables();
        return new TableMapType(
            c -> new Object[] {tables.concurrentCapacity(c)},
            s -> new ConcurrentHashMap<>(HashTables.concurrentArgument((Integer) s[0]), 0.75f, 1),
            false);
      case "java.util.concurrent.ConcurrentHashMap$KeySetView":
        return new KeySetType(type);
      default:
        return null;
    }
  }

  private static ContainerType bounded(String name) {
    switch (name) {
      case "java.util.concurrent.ArrayBlockingQueue":
        return new CollectionType(
            ConcurrentContainers::arrayQueueShape,
            s -> new ArrayBlockingQueue<>((Integer) s[0], (Boolean) s[1]),
            PLACED);
      case "java.util.concurrent.LinkedBlockingQueue":
        return new CollectionType(
            ConcurrentContainers::capacity, s -> new LinkedBlockingQueue<>((Integer) s[0]), PLACED);
      case "java.util.concurrent.LinkedBlockingDeque":
        return new CollectionType(
            ConcurrentContainers::capacity, s -> new LinkedBlockingDeque<>((Integer) s[0]), PLACED);
      default:
        return null;
    }
  }

  private static Object[] capacity(Object queue) {
    return new Object[] {Reflection.get(Reflection.field(queue.getClass(), "capacity"), queue)};
  }

  private static Object[] arrayQueueShape(Object container) {
    ArrayBlockingQueue<?> queue = (ArrayBlockingQueue<?>) container;
    Object lock = Reflection.get(Reflection.field(ArrayBlockingQueue.class, "lock"), container);
    return new Object[] {queue.size() + queue.remainingCapacity(), ((ReentrantLock) lock).isFair()};
  }

  private static ContainerType ordered(String name) {
    switch (name) {
      case "java.util.concurrent.ConcurrentSkipListMap":
        return skipListMap();
      case "java.util.concurrent.ConcurrentSkipListSet":
        return skipListSet();
      case "java.util.concurrent.PriorityBlockingQueue":
        return priorityQueue();
      default:
        return null;
    }
  }

  private static ContainerType skipListMap() {
    return new MapType(
        c -> new Object[] {((ConcurrentSkipListMap<?, ?>) c).comparator()},
        s -> new ConcurrentSkipListMap<>()) {
      @Override
      void finish(Object container, Object[] shape) {
        setComparator(ConcurrentSkipListMap.class, container, shape[0]);
      }
    };
  }

  private static ContainerType skipListSet() {
    return new CollectionType(
        c -> new Object[] {((ConcurrentSkipListSet<?>) c).comparator()},
        s -> new ConcurrentSkipListSet<>(),
        ARRANGED) {
      @Override
      void finish(Object container, Object[] shape) {
        Object map = Reflection.get(Reflection.field(ConcurrentSkipListSet.class, "m"), container);
        setComparator(ConcurrentSkipListMap.class, map, shape[0]);
      }
    };
  }

  private static ContainerType priorityQueue() {
    return new CollectionType(
        c -> new Object[] {((PriorityBlockingQueue<?>) c).comparator()},
        s -> new PriorityBlockingQueue<>(),
        ARRANGED) {
      @Override
      void finish(Object container, Object[] shape) {
        setComparator(PriorityBlockingQueue.class, container, shape[0]);
      }
    };
  }

  private static void setComparator(Class<?> declaring, Object container, Object comparator) {
    Reflection.set(Reflection.field(declaring, "comparator"), container, comparator);
  }

  private static Object[] boxed(long[] words) {
    return Arrays.stream(words).boxed().toArray();
  }

  private static long[] unboxed(Object[] parts) {
    return Arrays.stream(parts).mapToLong(p -> (Long) p).toArray();
  }

  /** Changes its map without a call of the map's public methods. */
  private static final class KeySetType extends FieldwiseType {
    KeySetType(Class<?> type) {
      super(type, "map", "value");
    }

    @Override
    void fill(Object container, Object[] elements) {
      super.fill(container, elements);
      // A tracked map notices that a view leads around it as it hands one out.
      ((ConcurrentHashMap<?, ?>) elements[0]).keySet();
    }
  }
}
