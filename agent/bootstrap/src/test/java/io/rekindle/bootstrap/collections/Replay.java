package io.rekindle.bootstrap.collections;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Vector;

/**
 * Keeps a model of a captured container: applies what the log says to the former contents, as a
 * restart does, and compares the result with the container.
 */
final class Replay {

  private static final int OID = 7;

  private final Kind<?> kind;
  private final TrackedContainer container;
  private List<Object> model;
  private boolean wasLeaky;

  /** Of a vector: it can be observed, and is stored with what makes a vector grow. */
  private int capacity;

  private boolean tellsCapacity;
  private boolean tellsAll;

  Replay(Kind<?> kind, TrackedContainer container) {
    this.kind = kind;
    this.container = container;
    container.$rekindle$word(OID);
    this.model = contents();
    this.capacity = capacityNow();
  }

  private int capacityNow() {
    return container instanceof Vector<?> vector ? vector.capacity() : 0;
  }

  /** Runs one operation on a new container; returns what is wrong afterwards, or null. */
  static <C> String check(Kind<C> kind, Operation<? super C> operation, long seed) {
    Random random = new Random(seed);
    C container = kind.fill(random);
    Replay replay = new Replay(kind, (TrackedContainer) container);
    run(operation, container, random);
    String failure = replay.capture();
    return failure == null ? null : kind + "." + operation + " seed " + seed + ": " + failure;
  }

  static <C> void run(Operation<? super C> operation, C container, Random random) {
    try {
      operation.action().run(container, random);
    } catch (AssertionError e) {
      throw e;
    } catch (Throwable e) {
      // Refused or failed half way: the log has to be right all the same.
    }
  }

  /** Takes the log as a capture does; returns what is wrong, or null. */
  String capture() {
    List<Object> before = model;
    List<Object> now = contents();
    boolean marked = container.$rekindle$word() < 0;
    boolean leaky = container.$rekindle$isLeaky();
    if (!marked && !leaky && !same(restored(before), now)) {
      return "changed without a mark: before " + before + ", now " + now;
    }
    container.$rekindle$word(OID);
    if (leaky && !marked && !wasLeaky) {
      return "leaky without a mark";
    }
    if (leaky) {
      wasLeaky = true;
      container.$rekindle$word(OID);
      // Compared at each commit from now on.
      model = now;
      return null;
    }
    boolean whole = container.$rekindle$log().isWhole();
    tellsCapacity = whole;
    tellsAll = whole;
    List<Object> replayed = whole ? now : replay();
    container.$rekindle$log().reset();
    if (capacityNow() != capacity && !(marked && tellsCapacity)) {
      return "capacity changed unnoticed: before " + capacity + ", now " + capacityNow();
    }
    capacity = capacityNow();
    List<Object> stored = marked ? replayed : before;
    model = isOldTable() && !whole && !tellsAll ? stored : now;
    if (!marked || same(restored(replayed), now)) {
      return null;
    }
    return "before " + before + ", replayed " + replayed + ", but is " + now;
  }

  private List<Object> replay() {
    if (container instanceof TrackedKeys keys) {
      KeyChanges changes = keys.$rekindle$log().take();
      tellsAll = changes.isWhole();
      return changes.isWhole() ? contents() : replay(changes);
    }
    Splices splices = ((TrackedSequence) container).$rekindle$log().take();
    tellsCapacity = splices.isWhole() || splices.isReshaped();
    return splices.isWhole() ? contents() : replay(splices);
  }

  private List<Object> replay(KeyChanges changes) {
    List<Object> result = changes.isCleared() ? new ArrayList<>() : new ArrayList<>(model);
    for (int i = 0; i < changes.count(); i++) {
      Pair pair = new Pair(changes.key(i), changes.value(i));
      int at = indexOf(result, pair.key);
      if (pair.value == TrackedKeys.ABSENT) {
        if (at >= 0) {
          result.remove(at);
        }
      } else if (at < 0) {
        result.add(endOf(result), pair);
      } else if (changes.isInserted(i)) {
        result.remove(at);
        result.add(endOf(result), pair);
      } else {
        result.set(at, pair);
      }
    }
    return result;
  }

  /** Where new entries go: a hash table of the old kind puts them in front of their bucket. */
  private int endOf(List<Object> stored) {
    return isOldTable() ? 0 : stored.size();
  }

  private boolean isOldTable() {
    return container instanceof Hashtable && !(container instanceof Properties);
  }

  /** What a restart makes of what is stored: the order within a hash table follows from it. */
  private List<Object> restored(List<Object> stored) {
    if (!isOldTable()) {
      return stored;
    }
    Hashtable<Object, Object> made = new Hashtable<>(buckets((Hashtable<?, ?>) container));
    for (int i = stored.size() - 1; i >= 0; i--) {
      made.put(((Pair) stored.get(i)).key, ((Pair) stored.get(i)).value);
    }
    List<Object> restored = new ArrayList<>();
    made.entrySet().forEach(e -> restored.add(new Pair(e.getKey(), e.getValue())));
    return restored;
  }

  private static int buckets(Hashtable<?, ?> table) {
    try {
      Field field = Hashtable.class.getDeclaredField("table");
      field.setAccessible(true);
      return ((Object[]) field.get(table)).length;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Object> replay(Splices splices) {
    List<Object> result = new ArrayList<>();
    int position = 0;
    for (int i = 0; i < splices.count(); i++) {
      result.addAll(model.subList(position, splices.oldStart(i)));
      if (result.size() != splices.newStart(i)) {
        return List.of("splice " + i + " begins at " + splices.newStart(i), result);
      }
      if (splices.added(i) > 0) {
        Iterator<?> added = splices.elementsFrom((TrackedSequence) container, splices.newStart(i));
        for (int j = 0; j < splices.added(i); j++) {
          result.add(new Pair(added.next(), null));
        }
      }
      position = splices.oldStart(i) + splices.removed(i);
    }
    result.addAll(model.subList(position, model.size()));
    return result;
  }

  private static int indexOf(List<Object> pairs, Object key) {
    for (int i = 0; i < pairs.size(); i++) {
      if (Keys.areSame(((Pair) pairs.get(i)).key, key)) {
        return i;
      }
    }
    return -1;
  }

  private boolean same(List<Object> one, List<Object> other) {
    if (kind.ordered()) {
      return one.equals(other);
    }
    return one.size() == other.size() && one.containsAll(other);
  }

  /** The pairs of a map or set, or the elements of a sequence, read from a plain copy. */
  private List<Object> contents() {
    List<Object> contents = new ArrayList<>();
    if (container instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        contents.add(new Pair(entry.getKey(), entry.getValue()));
      }
    } else if (container instanceof TrackedKeys) {
      for (Object element : ((java.util.Collection<?>) container).toArray()) {
        contents.add(new Pair(element, null));
      }
    } else if (container instanceof java.util.Collection<?> collection) {
      for (Object element : collection.toArray()) {
        contents.add(new Pair(element, null));
      }
    }
    if (container instanceof BitSet bits) {
      for (long word : bits.toLongArray()) {
        contents.add(new Pair(word, null));
      }
    }
    return contents;
  }

  /** A key and a value, compared as the journal would: values of the JDK by value. */
  private static final class Pair {
    private final Object key;
    private final Object value;

    Pair(Object key, Object value) {
      this.key = key;
      this.value = value;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Pair pair
          && Keys.areSame(key, pair.key)
          && Keys.areSame(value, pair.value);
    }

    @Override
    public int hashCode() {
      return 0;
    }

    @Override
    public String toString() {
      return value == null ? String.valueOf(key) : Arrays.asList(key, value).toString();
    }
  }
}
