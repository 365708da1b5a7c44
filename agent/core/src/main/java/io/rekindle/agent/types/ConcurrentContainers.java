package io.rekindle.agent.types;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
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

/** The containers of {@code java.util.concurrent}, and {@code BitSet}. */
final class ConcurrentContainers {

  private static final int PLACED = NodeHandler.PHASE_PLACED;
  private static final int ARRANGED = NodeHandler.PHASE_ARRANGED;
  private static final CollectionType.Shape NONE = c -> ContainerType.NO_SHAPE;

  private ConcurrentContainers() {}

  static void addTo(Map<Class<?>, ContainerType> types) {
    addPlain(types);
    addBounded(types);
    addOrdered(types);
    types.put(
        BitSet.class,
        new CellType(
            s -> new BitSet(),
            c -> boxed(((BitSet) c).toLongArray()),
            (c, parts) -> {
              ((BitSet) c).clear();
              ((BitSet) c).or(BitSet.valueOf(unboxed(parts)));
            }));
  }

  private static void addPlain(Map<Class<?>, ContainerType> types) {
    HashTables tables = new HashTables();
    types.put(ConcurrentLinkedQueue.class, new CollectionType(s -> new ConcurrentLinkedQueue<>()));
    types.put(ConcurrentLinkedDeque.class, new CollectionType(s -> new ConcurrentLinkedDeque<>()));
    types.put(CopyOnWriteArrayList.class, new CollectionType(s -> new CopyOnWriteArrayList<>()));
    types.put(LinkedTransferQueue.class, new CollectionType(s -> new LinkedTransferQueue<>()));
    types.put(
        CopyOnWriteArraySet.class,
        new CollectionType(NONE, s -> new CopyOnWriteArraySet<>(), ARRANGED));
    types.put(DelayQueue.class, new CollectionType(NONE, s -> new DelayQueue<>(), ARRANGED));
    types.put(SynchronousQueue.class, new CollectionType(s -> new SynchronousQueue<>()));
    types.put(
        ConcurrentHashMap.class,
        new TableMapType(
            c -> new Object[] {tables.concurrentCapacity(c)},
            s -> new ConcurrentHashMap<>(HashTables.concurrentArgument((Integer) s[0]), 0.75f, 1),
            false));
    types.put(
        ConcurrentHashMap.newKeySet().getClass(),
        new FieldwiseType(ConcurrentHashMap.newKeySet().getClass(), "map", "value"));
  }

  private static void addBounded(Map<Class<?>, ContainerType> types) {
    types.put(
        ArrayBlockingQueue.class,
        new CollectionType(
            c -> {
              ArrayBlockingQueue<?> queue = (ArrayBlockingQueue<?>) c;
              Object lock = Reflection.get(Reflection.field(ArrayBlockingQueue.class, "lock"), c);
              return new Object[] {
                queue.size() + queue.remainingCapacity(),
                ((java.util.concurrent.locks.ReentrantLock) lock).isFair()
              };
            },
            s -> new ArrayBlockingQueue<>((Integer) s[0], (Boolean) s[1]),
            PLACED));
    types.put(
        LinkedBlockingQueue.class,
        new CollectionType(
            c -> new Object[] {Reflection.get(Reflection.field(c.getClass(), "capacity"), c)},
            s -> new LinkedBlockingQueue<>((Integer) s[0]),
            PLACED));
    types.put(
        LinkedBlockingDeque.class,
        new CollectionType(
            c -> new Object[] {Reflection.get(Reflection.field(c.getClass(), "capacity"), c)},
            s -> new LinkedBlockingDeque<>((Integer) s[0]),
            PLACED));
  }

  private static void addOrdered(Map<Class<?>, ContainerType> types) {
    types.put(
        ConcurrentSkipListMap.class,
        new MapType(
            c -> new Object[] {((ConcurrentSkipListMap<?, ?>) c).comparator()},
            s -> new ConcurrentSkipListMap<>()) {
          @Override
          void finish(Object container, Object[] shape) {
            Reflection.set(
                Reflection.field(ConcurrentSkipListMap.class, "comparator"), container, shape[0]);
          }
        });
    types.put(
        ConcurrentSkipListSet.class,
        new CollectionType(
            c -> new Object[] {((ConcurrentSkipListSet<?>) c).comparator()},
            s -> new ConcurrentSkipListSet<>(),
            ARRANGED) {
          @Override
          void finish(Object container, Object[] shape) {
            Object map =
                Reflection.get(Reflection.field(ConcurrentSkipListSet.class, "m"), container);
            Reflection.set(
                Reflection.field(ConcurrentSkipListMap.class, "comparator"), map, shape[0]);
          }
        });
    types.put(
        PriorityBlockingQueue.class,
        new CollectionType(
            c -> new Object[] {((PriorityBlockingQueue<?>) c).comparator()},
            s -> new PriorityBlockingQueue<>(),
            ARRANGED) {
          @Override
          void finish(Object container, Object[] shape) {
            Reflection.set(
                Reflection.field(PriorityBlockingQueue.class, "comparator"), container, shape[0]);
          }
        });
  }

  private static Object[] boxed(long[] words) {
    return Arrays.stream(words).boxed().toArray();
  }

  private static long[] unboxed(Object[] parts) {
    return Arrays.stream(parts).mapToLong(p -> (Long) p).toArray();
  }
}
