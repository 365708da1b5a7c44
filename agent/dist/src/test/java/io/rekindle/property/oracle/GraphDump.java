package io.rekindle.property.oracle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Vector;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicMarkableReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;

/**
 * Writes a graph as text, one line for each place that holds something: two graphs with the same
 * text look the same to the application. Knows nothing of the engine, and of the JDK's classes only
 * what their public methods tell.
 *
 * <p>Objects are numbered in the order of their first visit, breadth first, so that a second
 * reference shows as the number of the first. Values (strings, boxes, dates) have no number.
 */
public final class GraphDump {

  private final StringBuilder text = new StringBuilder();
  private final Map<Object, Integer> numbers = new IdentityHashMap<>();
  private final Queue<Visit> open = new ArrayDeque<>();

  private record Visit(String path, Object object) {}

  /** Adds a root and all that it leads to. */
  public GraphDump root(String name, Object root) {
    put(name, root);
    while (!open.isEmpty()) {
      Visit visit = open.remove();
      content(visit.path, visit.object);
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void line(String path, Object what) {
    text.append(path).append(" = ").append(what).append('\n');
  }

  private void put(String path, Object object) {
    if (object == null || isValue(object)) {
      line(path, object == null ? "null" : valueText(object));
      return;
    }
    Integer number = numbers.get(object);
    if (number != null) {
      line(path, "#" + number);
      return;
    }
    numbers.put(object, numbers.size());
    line(path, "#" + (numbers.size() - 1) + " " + object.getClass().getName());
    open.add(new Visit(path, object));
  }

  private static boolean isValue(Object object) {
    String type = object.getClass().getName();
    return object instanceof String
        || object instanceof Character
        || object instanceof Boolean
        || (object instanceof Number
            && (type.startsWith("java.lang.") || type.startsWith("java.math.")))
        || object instanceof Enum
        || object instanceof Class
        || object instanceof java.nio.file.Path
        || type.startsWith("java.time.")
        || type.startsWith("java.net.UR")
        || Set.of(
                "java.util.UUID",
                "java.util.Locale",
                "java.util.Currency",
                "java.io.File",
                "java.util.regex.Pattern")
            .contains(type);
  }

  private static String valueText(Object value) {
    String shown = value.toString();
    if (value instanceof Double d) {
      shown = Long.toHexString(Double.doubleToRawLongBits(d));
    } else if (value instanceof Float f) {
      shown = Integer.toHexString(Float.floatToRawIntBits(f));
    } else if (value instanceof Enum<?> e) {
      shown = e.name();
    } else if (value instanceof Pattern p) {
      shown = p.pattern() + "/" + p.flags();
    }
    StringBuilder plain = new StringBuilder(value.getClass().getName()).append(' ');
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      if (c >= ' ' && c < 127) {
        plain.append(c);
      } else {
        plain.append("\\u").append(Integer.toHexString(c));
      }
    }
    return plain.toString();
  }

  private void content(String path, Object object) {
    Class<?> type = object.getClass();
    if (type.isArray()) {
      int length = Array.getLength(object);
      line(path + ".length", length);
      for (int i = 0; i < length; i++) {
        put(path + "[" + i + "]", Array.get(object, i));
      }
      return;
    }
    if (object instanceof Map<?, ?> map) {
      map(path, map);
    } else if (object instanceof Collection<?> collection) {
      collection(path, collection);
    } else if (object instanceof Throwable throwable) {
      line(path + ".message", throwable.getMessage());
      put(path + ".cause", throwable.getCause());
      put(path + ".suppressed", throwable.getSuppressed());
      line(path + ".trace", List.of(throwable.getStackTrace()));
    } else if (type.getClassLoader() == null) {
      cell(path, object);
    }
    for (Class<?> c = type; c != null && c.getClassLoader() != null; c = c.getSuperclass()) {
      fields(path, object, c);
    }
  }

  private void fields(String path, Object object, Class<?> declaring) {
    List<Field> fields = new ArrayList<>();
    for (Field field : declaring.getDeclaredFields()) {
      if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
        fields.add(field);
      }
    }
    fields.sort(Comparator.comparing(Field::getName));
    String simple = declaring.getName().substring(declaring.getName().lastIndexOf('.') + 1);
    for (Field field : fields) {
      try {
        field.setAccessible(true);
        put(path + "." + simple + "." + field.getName(), field.get(object));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void map(String path, Map<?, ?> map) {
    line(path + ".size", map.size());
    if (map instanceof SortedMap<?, ?> sorted) {
      put(path + ".comparator", sorted.comparator());
    }
    if (map instanceof LinkedHashMap && map.size() > 1) {
      line(path + ".accessOrder", isAccessOrdered((LinkedHashMap<?, ?>) map));
    }
    List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
    boolean ordered =
        map instanceof SortedMap || map instanceof LinkedHashMap || map instanceof EnumMap;
    if (!ordered && isIdentityHashed(map, map.keySet())) {
      entries.sort(Comparator.comparing(e -> label(e.getKey())));
    }
    int i = 0;
    for (Map.Entry<?, ?> entry : entries) {
      put(path + ".key" + i, entry.getKey());
      put(path + ".value" + i, entry.getValue());
      i++;
    }
  }

  private static boolean isAccessOrdered(LinkedHashMap<?, ?> map) {
    LinkedHashMap<?, ?> copy = (LinkedHashMap<?, ?>) map.clone();
    Object first = copy.keySet().iterator().next();
    copy.get(first);
    return copy.keySet().iterator().next() != first;
  }

  private void collection(String path, Collection<?> collection) {
    line(path + ".size", collection.size());
    if (collection instanceof SortedSet<?> sorted) {
      put(path + ".comparator", sorted.comparator());
    } else if (collection instanceof PriorityQueue<?> queue) {
      put(path + ".comparator", queue.comparator());
    } else if (collection instanceof PriorityBlockingQueue<?> queue) {
      put(path + ".comparator", queue.comparator());
    }
    if (collection instanceof BlockingQueue<?> queue) {
      line(path + ".remaining", queue.remainingCapacity());
    }
    if (collection instanceof Vector<?> vector) {
      line(path + ".capacity", vector.capacity());
    }
    List<Object> elements = new ArrayList<>();
    collection.forEach(elements::add);
    boolean ordered =
        !(collection instanceof Set)
            || collection instanceof SortedSet
            || collection instanceof java.util.LinkedHashSet
            || collection instanceof CopyOnWriteArraySet;
    if (!ordered && isIdentityHashed(collection, elements)) {
      elements.sort(Comparator.comparing(GraphDump::label));
    }
    for (int i = 0; i < elements.size(); i++) {
      put(path + "[" + i + "]", elements.get(i));
    }
  }

  /** Immutable sets and maps are salted anew in each JVM, the others follow the hash codes. */
  private static boolean isIdentityHashed(Object container, Collection<?> keys) {
    String type = container.getClass().getName();
    if (container instanceof IdentityHashMap || !type.matches("java\\.util\\.[A-Z]\\w+")) {
      return true;
    }
    for (Object key : keys) {
      if (key != null && !(isValue(key) && !(key instanceof Enum) && !(key instanceof Class))) {
        return true;
      }
    }
    return false;
  }

  /** Tells keys apart by what they look like, not by where they are. */
  private static String label(Object key) {
    if (key == null || isValue(key)) {
      return key == null ? "" : valueText(key);
    }
    if (key instanceof Record) {
      return key.toString();
    }
    try {
      Field id = key.getClass().getDeclaredField("id");
      id.setAccessible(true);
      return key.getClass().getName() + " " + id.get(key);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a key needs an id: " + key.getClass(), e);
    }
  }

  private void cell(String path, Object cell) {
    if (cell instanceof Optional<?> optional) {
      put(path + ".value", optional.orElse(null));
    } else if (cell instanceof Map.Entry<?, ?> entry) {
      put(path + ".key", entry.getKey());
      put(path + ".value", entry.getValue());
    } else if (cell instanceof AtomicReference<?> reference) {
      put(path + ".value", reference.get());
    } else if (cell instanceof AtomicReferenceArray<?> array) {
      for (int i = 0; i < array.length(); i++) {
        put(path + "[" + i + "]", array.get(i));
      }
    } else if (cell instanceof AtomicMarkableReference<?> marked) {
      put(path + ".value", marked.getReference());
      line(path + ".mark", marked.isMarked());
    } else if (cell instanceof AtomicStampedReference<?> stamped) {
      put(path + ".value", stamped.getReference());
      line(path + ".stamp", stamped.getStamp());
    } else if (cell instanceof Random random) {
      Random copy = copy(random);
      line(path + ".next", copy.nextLong() + " " + copy.nextGaussian() + " " + copy.nextInt());
    } else if (cell instanceof Date date) {
      line(path + ".time", date.getTime());
    } else if (cell instanceof Calendar calendar) {
      line(path + ".time", calendar.getTimeInMillis() + " " + calendar.getTimeZone().getID());
    } else if (cell instanceof Semaphore semaphore) {
      line(path + ".permits", semaphore.availablePermits() + " " + semaphore.isFair());
    } else if (cell instanceof CountDownLatch latch) {
      line(path + ".count", latch.getCount());
    } else if (cell instanceof Lock || cell instanceof ReentrantReadWriteLock) {
      lock(path, cell);
    } else if (cell.getClass() != Object.class && declaresToString(cell.getClass())) {
      line(path + ".text", cell.toString());
    }
  }

  private void lock(String path, Object lock) {
    if (lock instanceof ReentrantLock reentrant) {
      line(path + ".lock", reentrant.isLocked() + " " + reentrant.isFair());
    } else if (lock instanceof ReentrantReadWriteLock both) {
      line(path + ".lock", both.isWriteLocked() + " " + both.isFair());
      put(path + ".read", both.readLock());
      put(path + ".write", both.writeLock());
    } else {
      boolean free = ((Lock) lock).tryLock();
      line(path + ".free", free);
      if (free) {
        ((Lock) lock).unlock();
      }
    }
  }

  private static boolean declaresToString(Class<?> type) {
    try {
      return type.getMethod("toString").getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static Random copy(Random random) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(random);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return (Random) in.readObject();
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
