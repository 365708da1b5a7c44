package io.rekindle.agent.types;

import java.lang.reflect.Field;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicMarkableReference;
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

  /** The type of a class, or null; a switch for the reason given in {@link JdkContainers}. */
  static ContainerType of(Class<?> type) {
    String name = type.getName();
    if (name.startsWith("java.util.concurrent.locks.")) {
      return lock(type);
    }
    if (name.startsWith("java.util.concurrent.atomic.")) {
      ContainerType atomic = atomic(type);
      return atomic != null ? atomic : adder(type);
    }
    return other(type);
  }

  private static ContainerType atomic(Class<?> type) {
    switch (type.getSimpleName()) {
      case "AtomicInteger":
        return new CellType(
            s -> new AtomicInteger(),
            c -> new Object[] {((AtomicInteger) c).get()},
            (c, p) -> ((AtomicInteger) c).set((Integer) p[0]));
      case "AtomicLong":
        return new CellType(
            s -> new AtomicLong(),
            c -> new Object[] {((AtomicLong) c).get()},
            (c, p) -> ((AtomicLong) c).set((Long) p[0]));
      case "AtomicBoolean":
        return new CellType(
            s -> new AtomicBoolean(),
            c -> new Object[] {((AtomicBoolean) c).get()},
            (c, p) -> ((AtomicBoolean) c).set((Boolean) p[0]));
      case "AtomicIntegerArray":
      case "AtomicLongArray":
      case "AtomicReferenceArray":
        return new FieldwiseType(type, "array");
      case "AtomicReference":
        return new FieldwiseType(type, "value");
      case "AtomicMarkableReference":
        return markable();
      case "AtomicStampedReference":
        return stamped();
      default:
        return null;
    }
  }

  private static ContainerType markable() {
    return new CellType(
        s -> new AtomicMarkableReference<>(null, false),
        c -> {
          boolean[] mark = new boolean[1];
          Object reference = ((AtomicMarkableReference<?>) c).get(mark);
          return new Object[] {reference, mark[0]};
        },
        (c, p) -> JdkCells.<AtomicMarkableReference<Object>>as(c).set(p[0], (Boolean) p[1]));
  }

  private static ContainerType stamped() {
    return new CellType(
        s -> new AtomicStampedReference<>(null, 0),
        c -> {
          int[] stamp = new int[1];
          Object reference = ((AtomicStampedReference<?>) c).get(stamp);
          return new Object[] {reference, stamp[0]};
        },
        (c, p) -> JdkCells.<AtomicStampedReference<Object>>as(c).set(p[0], (Integer) p[1]));
  }

  private static ContainerType adder(Class<?> type) {
    switch (type.getSimpleName()) {
      case "LongAdder":
        return new CellType(
            s -> new LongAdder(),
            c -> new Object[] {((LongAdder) c).sum()},
            (c, p) -> {
              ((LongAdder) c).reset();
              ((LongAdder) c).add((Long) p[0]);
            });
      case "DoubleAdder":
        return new CellType(
            s -> new DoubleAdder(),
            c -> new Object[] {((DoubleAdder) c).sum()},
            (c, p) -> {
              ((DoubleAdder) c).reset();
              ((DoubleAdder) c).add((Double) p[0]);
            });
      case "LongAccumulator":
      case "DoubleAccumulator":
        return accumulator(type);
      default:
        return null;
    }
  }

  /** The striped cells behind "base" are folded into it: get() is what counts. */
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

  private static ContainerType other(Class<?> type) {
    switch (type.getName()) {
      case "java.util.AbstractMap$SimpleEntry":
      case "java.util.AbstractMap$SimpleImmutableEntry":
      case "java.util.KeyValueHolder":
        return new FieldwiseType(type, "key", "value");
      case "java.util.Optional":
      case "java.util.OptionalInt":
      case "java.util.OptionalLong":
      case "java.util.OptionalDouble":
        return new FieldwiseType(type);
      case "java.util.Random":
        return random();
      case "java.security.SecureRandom":
        // It must not be predictable, so it comes back with a fresh seed.
        return classOnly(s -> new SecureRandom());
      case "java.util.concurrent.Semaphore":
        return new CellType(
            c -> new Object[] {((Semaphore) c).availablePermits(), ((Semaphore) c).isFair()},
            s -> new Semaphore((Integer) s[0], (Boolean) s[1]),
            c -> new Object[0],
            (c, p) -> {});
      case "java.util.concurrent.CountDownLatch":
        return new CellType(
            c -> new Object[] {(int) ((CountDownLatch) c).getCount()},
            s -> new CountDownLatch((Integer) s[0]),
            c -> new Object[0],
            (c, p) -> {});
      default:
        return null;
    }
  }

  private static ContainerType random() {
    Field seed = Reflection.field(Random.class, "seed");
    Field nextGaussian = Reflection.field(Random.class, "nextNextGaussian");
    Field haveGaussian = Reflection.field(Random.class, "haveNextNextGaussian");
    return new CellType(
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
        });
  }

  /** The nested "Sync" classes are what a lock shares with its conditions and views. */
  private static ContainerType lock(Class<?> type) {
    switch (type.getName().substring("java.util.concurrent.locks.".length())) {
      case "ReentrantLock$NonfairSync":
        return classOnly(s -> syncOf(new ReentrantLock(false)));
      case "ReentrantLock$FairSync":
        return classOnly(s -> syncOf(new ReentrantLock(true)));
      case "ReentrantReadWriteLock$NonfairSync":
        return classOnly(s -> syncOf(new ReentrantReadWriteLock(false)));
      case "ReentrantReadWriteLock$FairSync":
        return classOnly(s -> syncOf(new ReentrantReadWriteLock(true)));
      case "ReentrantLock":
      case "ReentrantReadWriteLock$ReadLock":
      case "ReentrantReadWriteLock$WriteLock":
        return new FieldwiseType(type, "sync");
      case "ReentrantReadWriteLock":
        return new FieldwiseType(type, "readerLock", "writerLock", "sync");
      case "AbstractQueuedSynchronizer$ConditionObject":
        return new FieldwiseType(type, "this$0");
      case "StampedLock":
        return classOnly(s -> new StampedLock());
      default:
        return null;
    }
  }

  private static Object syncOf(Object lock) {
    return Reflection.get(Reflection.field(lock.getClass(), "sync"), lock);
  }

  /** Objects of which nothing stays but their class. */
  private static ContainerType classOnly(CollectionType.Maker maker) {
    return new CellType(maker, c -> new Object[0], (c, p) -> {});
  }

  @SuppressWarnings("unchecked") // The cell is of the class its type is registered for.
  private static <T> T as(Object cell) {
    return (T) cell;
  }
}
