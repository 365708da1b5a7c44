package io.rekindle.agent.types;

import java.lang.reflect.Field;
import java.security.SecureRandom;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicMarkableReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Atomics, adders, optionals, random generators and locks. Locks come back unlocked. */
final class JdkCells {

  private JdkCells() {}

  static void addTo(Map<Class<?>, ContainerType> types) {
    addAtomics(types);
    addReferences(types);
    addAdders(types);
    addRandoms(types);
    addLocks(types);
  }

  private static void addAtomics(Map<Class<?>, ContainerType> types) {
    types.put(
        AtomicInteger.class,
        new CellType(
            s -> new AtomicInteger(),
            c -> new Object[] {((AtomicInteger) c).get()},
            (c, p) -> ((AtomicInteger) c).set((Integer) p[0])));
    types.put(
        AtomicLong.class,
        new CellType(
            s -> new AtomicLong(),
            c -> new Object[] {((AtomicLong) c).get()},
            (c, p) -> ((AtomicLong) c).set((Long) p[0])));
    types.put(
        AtomicBoolean.class,
        new CellType(
            s -> new AtomicBoolean(),
            c -> new Object[] {((AtomicBoolean) c).get()},
            (c, p) -> ((AtomicBoolean) c).set((Boolean) p[0])));
    types.put(AtomicIntegerArray.class, new FieldwiseType(AtomicIntegerArray.class, "array"));
    types.put(AtomicLongArray.class, new FieldwiseType(AtomicLongArray.class, "array"));
    types.put(AtomicReferenceArray.class, new FieldwiseType(AtomicReferenceArray.class, "array"));
  }

  private static void addReferences(Map<Class<?>, ContainerType> types) {
    types.put(AtomicReference.class, new FieldwiseType(AtomicReference.class, "value"));
    types.put(
        AtomicMarkableReference.class,
        new CellType(
            s -> new AtomicMarkableReference<>(null, false),
            c -> {
              boolean[] mark = new boolean[1];
              Object reference = ((AtomicMarkableReference<?>) c).get(mark);
              return new Object[] {reference, mark[0]};
            },
            (c, p) -> JdkCells.<AtomicMarkableReference<Object>>as(c).set(p[0], (Boolean) p[1])));
    types.put(
        AtomicStampedReference.class,
        new CellType(
            s -> new AtomicStampedReference<>(null, 0),
            c -> {
              int[] stamp = new int[1];
              Object reference = ((AtomicStampedReference<?>) c).get(stamp);
              return new Object[] {reference, stamp[0]};
            },
            (c, p) -> JdkCells.<AtomicStampedReference<Object>>as(c).set(p[0], (Integer) p[1])));
    for (Class<?> entry :
        new Class<?>[] {
          AbstractMap.SimpleEntry.class,
          AbstractMap.SimpleImmutableEntry.class,
          Map.entry(1, 1).getClass()
        }) {
      types.put(entry, new FieldwiseType(entry, "key", "value"));
    }
    types.put(Optional.class, new FieldwiseType(Optional.class));
    types.put(OptionalInt.class, new FieldwiseType(OptionalInt.class));
    types.put(OptionalLong.class, new FieldwiseType(OptionalLong.class));
    types.put(OptionalDouble.class, new FieldwiseType(OptionalDouble.class));
  }

  private static void addAdders(Map<Class<?>, ContainerType> types) {
    types.put(
        LongAdder.class,
        new CellType(
            s -> new LongAdder(),
            c -> new Object[] {((LongAdder) c).sum()},
            (c, p) -> {
              ((LongAdder) c).reset();
              ((LongAdder) c).add((Long) p[0]);
            }));
    types.put(
        DoubleAdder.class,
        new CellType(
            s -> new DoubleAdder(),
            c -> new Object[] {((DoubleAdder) c).sum()},
            (c, p) -> {
              ((DoubleAdder) c).reset();
              ((DoubleAdder) c).add((Double) p[0]);
            }));
    // The striped cells behind "base" are folded into it: get() is what counts.
    types.put(LongAccumulator.class, accumulator(LongAccumulator.class));
    types.put(DoubleAccumulator.class, accumulator(DoubleAccumulator.class));
  }

  private static ContainerType accumulator(Class<?> type) {
    Field function = Reflection.field(type, "function");
    Field identity = Reflection.field(type, "identity");
    Field base = Reflection.field(type, "base");
    return new CellType(
        s -> io.rekindle.bootstrap.Allocator.allocate(type),
        c ->
            new Object[] {
              Reflection.get(function, c),
              Reflection.get(identity, c),
              c instanceof LongAccumulator l
                  ? (Object) l.get()
                  : (Object) Double.doubleToRawLongBits(((DoubleAccumulator) c).get())
            },
        (c, p) -> {
          Reflection.set(function, c, p[0]);
          Reflection.set(identity, c, p[1]);
          Reflection.set(base, c, p[2]);
        });
  }

  private static void addRandoms(Map<Class<?>, ContainerType> types) {
    Field seed = Reflection.field(Random.class, "seed");
    Field nextGaussian = Reflection.field(Random.class, "nextNextGaussian");
    Field haveGaussian = Reflection.field(Random.class, "haveNextNextGaussian");
    types.put(
        Random.class,
        new CellType(
            s -> new Random(0),
            c ->
                new Object[] {
                  ((AtomicLong) Reflection.get(seed, c)).get(),
                  Reflection.get(nextGaussian, c),
                  Reflection.get(haveGaussian, c)
                },
            (c, p) -> {
              ((AtomicLong) Reflection.get(seed, c)).set((Long) p[0]);
              Reflection.set(nextGaussian, c, p[1]);
              Reflection.set(haveGaussian, c, p[2]);
            }));
    // It must not be predictable, so it comes back with a fresh seed.
    types.put(
        SecureRandom.class,
        new CellType(s -> new SecureRandom(), c -> new Object[0], (c, p) -> {}));
  }

  private static void addLocks(Map<Class<?>, ContainerType> types) {
    Field lockSync = Reflection.field(ReentrantLock.class, "sync");
    Field readWriteSync = Reflection.field(ReentrantReadWriteLock.class, "sync");
    for (boolean fair : new boolean[] {false, true}) {
      addSync(types, () -> Reflection.get(lockSync, new ReentrantLock(fair)));
      addSync(types, () -> Reflection.get(readWriteSync, new ReentrantReadWriteLock(fair)));
    }
    types.put(ReentrantLock.class, new FieldwiseType(ReentrantLock.class, "sync"));
    types.put(
        ReentrantReadWriteLock.class,
        new FieldwiseType(ReentrantReadWriteLock.class, "readerLock", "writerLock", "sync"));
    Class<?> read = ReentrantReadWriteLock.ReadLock.class;
    Class<?> write = ReentrantReadWriteLock.WriteLock.class;
    types.put(read, new FieldwiseType(read, "sync"));
    types.put(write, new FieldwiseType(write, "sync"));
    Class<?> condition = new ReentrantLock().newCondition().getClass();
    types.put(condition, new FieldwiseType(condition, "this$0"));
    types.put(
        StampedLock.class, new CellType(s -> new StampedLock(), c -> new Object[0], (c, p) -> {}));
    types.put(
        Semaphore.class,
        new CellType(
            c -> new Object[] {((Semaphore) c).availablePermits(), ((Semaphore) c).isFair()},
            s -> new Semaphore((Integer) s[0], (Boolean) s[1]),
            c -> new Object[0],
            (c, p) -> {}));
    types.put(
        CountDownLatch.class,
        new CellType(
            c -> new Object[] {(int) ((CountDownLatch) c).getCount()},
            s -> new CountDownLatch((Integer) s[0]),
            c -> new Object[0],
            (c, p) -> {}));
  }

  /** The part of a lock that its conditions and views share: nothing of it but its class stays. */
  private static void addSync(
      Map<Class<?>, ContainerType> types, java.util.function.Supplier<Object> maker) {
    types.put(
        maker.get().getClass(), new CellType(s -> maker.get(), c -> new Object[0], (c, p) -> {}));
  }

  @SuppressWarnings("unchecked") // The cell is of the class its type is registered for.
  private static <T> T as(Object cell) {
    return (T) cell;
  }
}
