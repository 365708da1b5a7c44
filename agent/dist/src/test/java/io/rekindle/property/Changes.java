package io.rekindle.property;

import io.rekindle.property.library.LibraryBox;
import io.rekindle.property.library.LibraryList;
import java.lang.reflect.Array;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.Lock;

/** Changes an object in one of the ways that its type knows. */
final class Changes {

  private Changes() {}

  static void change(Object object, Random random, Values values) {
    try {
      if (object instanceof Map<?, ?>) {
        map(Changes.<Map<Object, Object>>as(object), random, values);
      } else if (object instanceof List<?>) {
        list(Changes.<List<Object>>as(object), random, values);
      } else if (object instanceof Collection<?>) {
        collection(Changes.<Collection<Object>>as(object), random, values);
      } else if (object.getClass().isArray()) {
        array(object, random, values);
      } else if (!own(object, random, values)) {
        cell(object, random, values);
      }
    } catch (UnsupportedOperationException
        | NullPointerException
        | ClassCastException
        | IllegalStateException e) {
      // Immutable, full, or picky about its elements: another change will do.
    }
    if (object instanceof Shapes.NamedList list) {
      list.name = values.text();
      list.owner = values.any();
    } else if (object instanceof Shapes.NamedMap map) {
      map.owner = values.any();
    }
  }

  @SuppressWarnings("unchecked") // Elements are chosen to fit, or are refused by a cast.
  private static <T> T as(Object object) {
    return (T) object;
  }

  private static Object keyFor(Object container, Random random, Values values) {
    if (container instanceof EnumMap || container.getClass().getName().contains("RegularEnum")) {
      return Shapes.Shade.values()[random.nextInt(3)];
    }
    if (container.getClass().getName().contains("JumboEnum")) {
      return Shapes.Many.values()[random.nextInt(70)];
    }
    if (container instanceof DelayQueue) {
      return new Shapes.Due(random.nextInt(1 << 30), values.any());
    }
    if (container instanceof SortedMap
        || container instanceof SortedSet
        || container instanceof PriorityQueue
        || container instanceof PriorityBlockingQueue
        || container instanceof Properties) {
      return values.text() + random.nextInt(30);
    }
    if (container instanceof IdentityHashMap
        || container.getClass().getName().contains("FromMap")) {
      return new Shapes.Key(random.nextInt());
    }
    // A weak key must be held by something: small numbers are.
    return container instanceof WeakHashMap ? Integer.valueOf(random.nextInt(100)) : values.key();
  }

  private static void map(Map<Object, Object> map, Random random, Values values) {
    Object key = keyFor(map, random, values);
    Object value = map instanceof Properties ? values.text() : values.any();
    switch (random.nextInt(12)) {
      case 0 -> map.computeIfAbsent(key, k -> values.present());
      case 1 -> map.merge(key, "merged", (a, b) -> b);
      case 2 -> {
        if (!map.isEmpty()) {
          map.remove(map.keySet().iterator().next());
        }
      }
      case 3 -> {
        Iterator<Map.Entry<Object, Object>> entries = map.entrySet().iterator();
        if (entries.hasNext()) {
          entries.next().setValue(value);
        }
      }
      case 4 -> {
        Iterator<Object> keys = map.keySet().iterator();
        if (keys.hasNext()) {
          keys.next();
          keys.remove();
        }
      }
      case 5 -> map.putIfAbsent(key, value);
      case 6 -> {
        if (!map.isEmpty()) {
          map.get(map.keySet().iterator().next());
        }
      }
      case 7 -> {
        for (int i = 0; i < 30; i++) {
          map.put(keyFor(map, random, values), map instanceof Properties ? "v" : values.any());
        }
      }
      case 8 -> {
        if (random.nextInt(4) == 0) {
          map.clear();
        }
      }
      default -> map.put(key, value);
    }
  }

  private static void list(List<Object> list, Random random, Values values) {
    int size = list.size();
    int at = size == 0 ? 0 : random.nextInt(size);
    switch (random.nextInt(10)) {
      case 0 -> list.add(0, values.any());
      case 1 -> list.add(list);
      case 2 -> {
        if (size > 0) {
          list.remove(at);
        }
      }
      case 3, 4 -> {
        if (size > 0) {
          list.set(at, values.any());
        }
      }
      case 5 -> list.subList(at, size).clear();
      case 6 -> {
        ListIterator<Object> each = list.listIterator();
        if (each.hasNext()) {
          each.next();
          each.set(values.any());
        }
      }
      case 7 -> Collections.reverse(list);
      default -> list.add(values.any());
    }
  }

  private static void collection(Collection<Object> collection, Random random, Values values) {
    boolean free =
        !(collection instanceof Set)
            && !(collection instanceof PriorityQueue)
            && !(collection instanceof PriorityBlockingQueue)
            && !(collection instanceof DelayQueue);
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        Iterator<Object> each = collection.iterator();
        if (each.hasNext()) {
          each.next();
          each.remove();
        }
      }
      case 2 -> {
        if (collection instanceof Queue<Object> queue && !(queue instanceof DelayQueue)) {
          queue.poll();
        }
      }
      case 3 -> {
        if (random.nextInt(4) == 0) {
          collection.clear();
        }
      }
      case 4 -> {
        for (int i = 0; i < 20; i++) {
          add(collection, free ? values.present() : keyFor(collection, random, values));
        }
      }
      default -> add(collection, free ? values.present() : keyFor(collection, random, values));
    }
  }

  private static void add(Collection<Object> collection, Object element) {
    if (collection instanceof Queue<Object> queue) {
      queue.offer(element);
    } else {
      collection.add(element);
    }
  }

  private static void array(Object array, Random random, Values values) {
    int length = Array.getLength(array);
    if (length == 0) {
      return;
    }
    int at = random.nextInt(length);
    if (array instanceof int[] ints) {
      ints[at] = random.nextInt();
    } else if (array instanceof byte[] bytes) {
      bytes[at]++;
    } else if (array instanceof long[] longs) {
      longs[at] = random.nextLong();
    } else if (array instanceof double[] doubles) {
      doubles[at] += 0.5;
    } else if (array instanceof float[] floats) {
      floats[at] += 0.5f;
    } else if (array instanceof char[] chars) {
      chars[at]++;
    } else if (array instanceof short[] shorts) {
      shorts[at]--;
    } else if (array instanceof boolean[] booleans) {
      booleans[at] ^= true;
    } else if (array.getClass() == Object[].class) {
      ((Object[]) array)[at] = values.any();
    } else if (array instanceof Object[][] nested && nested[at] != null) {
      Arrays.fill(nested[at], null);
    } else if (array instanceof String[] texts) {
      texts[at] = values.text();
    } else {
      Array.set(array, at, Array.get(array, 0));
    }
  }

  private static boolean own(Object object, Random random, Values values) {
    if (object instanceof Shapes.Pair<?, ?>) {
      Shapes.Pair<Object, Object> pair = as(object);
      pair.left = values.any();
      pair.both()[1] = values.any();
    }
    if (object instanceof Shapes.SubNode node) {
      node.large = random.nextLong();
      node.left = values.any();
    }
    if (object instanceof Shapes.Node node) {
      node.bit ^= true;
      node.octet++;
      node.small--;
      node.letter += 7;
      node.whole = random.nextInt();
      node.large++;
      node.single /= 3;
      node.twice = Double.longBitsToDouble(random.nextLong());
      node.text = values.text();
      node.left = values.any();
      node.right = values.any();
    } else if (object instanceof Shapes.Outer outer) {
      outer.id++;
      if (outer.inner instanceof Runnable inner) {
        inner.run();
      }
    } else if (object instanceof Shapes.Trouble trouble) {
      trouble.code++;
      if (random.nextBoolean()) {
        return true;
      }
      trouble.culprit = values.any();
      int before = trouble.getSuppressed().length;
      try {
        trouble.addSuppressed(new IllegalStateException(values.text()));
      } catch (UnsupportedOperationException e) {
        throw new AssertionError("a restored exception takes no suppressed one", e);
      }
      if (trouble.getSuppressed().length != before + 1) {
        throw new AssertionError("a suppressed exception is lost");
      }
    } else if (object instanceof Shapes.Guarded guarded) {
      guarded.lock.lock();
      try {
        guarded.ready.signalAll();
        guarded.count += guarded.lock.hasWaiters(guarded.ready) ? 100 : 1;
      } finally {
        guarded.lock.unlock();
      }
    } else if (object instanceof LibraryList<?>) {
      Changes.<LibraryList<Object>>as(object).add(values.any());
    } else if (object instanceof LibraryBox<?> box) {
      box.touch();
      box.owner().removeLast();
    } else {
      return false;
    }
    return true;
  }

  private static void cell(Object cell, Random random, Values values) {
    if (cell instanceof AtomicInteger number) {
      number.incrementAndGet();
    } else if (cell instanceof AtomicLong number) {
      number.addAndGet(random.nextLong());
    } else if (cell instanceof AtomicBoolean flag) {
      flag.set(random.nextBoolean());
    } else if (cell instanceof AtomicReference<?>) {
      Changes.<AtomicReference<Object>>as(cell).set(values.any());
    } else if (cell instanceof AtomicIntegerArray array) {
      array.incrementAndGet(1);
    } else if (cell instanceof AtomicLongArray array) {
      array.decrementAndGet(0);
    } else if (cell instanceof AtomicReferenceArray<?>) {
      Changes.<AtomicReferenceArray<Object>>as(cell).set(1, values.any());
    } else if (cell instanceof AtomicMarkableReference<?>) {
      Changes.<AtomicMarkableReference<Object>>as(cell).set(values.any(), random.nextBoolean());
    } else if (cell instanceof AtomicStampedReference<?>) {
      Changes.<AtomicStampedReference<Object>>as(cell).set(values.any(), random.nextInt());
    } else if (cell instanceof LongAdder adder) {
      adder.add(random.nextLong());
    } else if (cell instanceof DoubleAdder adder) {
      adder.add(0.5);
    } else if (cell instanceof LongAccumulator accumulator) {
      accumulator.accumulate(random.nextLong());
    } else if (cell instanceof DoubleAccumulator accumulator) {
      accumulator.accumulate(random.nextDouble());
    } else if (cell instanceof Random source) {
      source.nextGaussian();
    } else if (cell instanceof BitSet bits) {
      bits.flip(random.nextInt(300));
    } else if (cell instanceof Lock lock) {
      lock.lock();
      lock.unlock();
    } else if (cell instanceof Semaphore semaphore) {
      semaphore.tryAcquire();
    } else if (cell instanceof CountDownLatch latch) {
      latch.countDown();
    } else if (cell instanceof StringBuilder text) {
      text.append(values.text()).reverse();
    } else if (cell instanceof StringBuffer text) {
      text.append('x');
    } else if (cell instanceof Date date) {
      date.setTime(random.nextLong());
    } else if (cell instanceof Calendar calendar) {
      calendar.add(Calendar.HOUR, 5);
    }
  }
}
