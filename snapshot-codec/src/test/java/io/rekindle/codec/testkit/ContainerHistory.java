package io.rekindle.codec.testkit;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.NodeKind;
import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.StateOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Makes up commits that change entries of maps, sets, lists and arrays, and keeps what each should
 * hold in plain Java collections.
 */
public final class ContainerHistory {
  /** A map with one field. */
  public static final ClassDescriptor MAP =
      new ClassDescriptor(
          1,
          NodeKind.MAP,
          "com.acme.LruMap",
          List.of(new FieldDescriptor("com.acme.LruMap", "hits", "J")));

  /** A list or set with a field that is a value. */
  public static final ClassDescriptor SEQUENCE =
      new ClassDescriptor(
          2,
          NodeKind.SEQUENCE,
          "com.acme.Queue",
          List.of(new FieldDescriptor("com.acme.Queue", "name", "Ljava/lang/String;")));

  /** An array of values. */
  public static final ClassDescriptor OBJECTS =
      new ClassDescriptor(3, NodeKind.ARRAY, "[Ljava.lang.Object;", List.of());

  /** An array of 8 bytes an element. */
  public static final ClassDescriptor LONGS =
      new ClassDescriptor(4, NodeKind.ARRAY, "[J", List.of());

  /** An array of 1 byte an element. */
  public static final ClassDescriptor BYTES =
      new ClassDescriptor(5, NodeKind.ARRAY, "[B", List.of());

  private static final List<ClassDescriptor> CLASSES =
      List.of(MAP, SEQUENCE, OBJECTS, LONGS, BYTES);

  /** One container: what it should hold. */
  private static final class Container {
    ClassDescriptor descriptor;
    long field;
    List<Long> shape = new ArrayList<>();
    LinkedHashMap<Long, Long> map = new LinkedHashMap<>();
    List<Long> list = new ArrayList<>();
    boolean isSet;
  }

  private final Random random;
  private final TreeMap<Integer, Container> containers = new TreeMap<>();
  private final int sizeMax;
  private boolean isDescribed;
  private int nextOid = 1;

  /** A history that {@code seed} determines, of containers of up to about {@code sizeMax}. */
  public ContainerHistory(long seed, int sizeMax) {
    this.random = new Random(seed);
    this.sizeMax = sizeMax;
  }

  /** What the store should hold now. */
  public Model model() {
    Model model = new Model();
    for (Map.Entry<Integer, Container> entry : containers.entrySet()) {
      StateOutput payload = new StateOutput();
      writePayload(payload, entry.getValue());
      int classId = entry.getValue().descriptor.id();
      model.put(entry.getKey(), classId, payload.array(), 0, payload.position());
      model.roots.put("root" + entry.getKey(), entry.getKey());
    }
    return model;
  }

  /** Fills {@code output} with the next commit. */
  public void next(OperationOutput output) {
    output.clear();
    if (!isDescribed) {
      CLASSES.forEach(output::descriptor);
      isDescribed = true;
    }
    int operations = 1 + random.nextInt(5);
    for (int i = 0; i < operations; i++) {
      if (containers.isEmpty() || random.nextInt(12) == 0) {
        writeNode(output);
      } else {
        Integer oid = containers.ceilingKey(1 + random.nextInt(nextOid));
        writeDelta(output, oid == null ? containers.lastKey() : oid);
      }
    }
  }

  private void writeNode(OperationOutput output) {
    boolean isNew = containers.size() < 12;
    int oid = isNew ? nextOid++ : 1 + random.nextInt(nextOid - 1);
    Container container = new Container();
    container.descriptor =
        isNew ? CLASSES.get(random.nextInt(CLASSES.size())) : containers.get(oid).descriptor;
    container.field = random.nextLong();
    container.isSet = container.descriptor == SEQUENCE && random.nextBoolean();
    addShape(container);
    int size = random.nextInt(4) == 0 ? random.nextInt(sizeMax) : random.nextInt(8);
    for (int i = 0; i < size; i++) {
      if (container.descriptor == MAP) {
        container.map.put(key(), random.nextLong());
      } else {
        long element = key();
        if (!container.isSet || !container.list.contains(element)) {
          container.list.add(element);
        }
      }
    }
    containers.put(oid, container);
    output.beginNode(oid, container.descriptor.id());
    writePayload(output, container);
    output.endNode();
    output.root("root" + oid, oid);
  }

  private void addShape(Container container) {
    container.shape.clear();
    for (int i = random.nextInt(3); i > 0; i--) {
      container.shape.add(random.nextLong());
    }
  }

  private long key() {
    return random.nextInt(2 * sizeMax);
  }

  private static void writePayload(StateOutput output, Container container) {
    if (container.descriptor == MAP) {
      output.putLong(container.field);
    } else if (container.descriptor == SEQUENCE) {
      output.putString("name " + container.field);
    }
    if (container.descriptor.kind() != NodeKind.ARRAY) {
      output.putVarint(container.shape.size());
      container.shape.forEach(output::putBoxedLong);
    }
    if (container.descriptor == MAP) {
      output.putVarint(container.map.size());
      container.map.forEach(
          (key, value) -> {
            putKey(output, key);
            output.putBoxedLong(value);
          });
    } else {
      output.putVarint(container.list.size());
      container.list.forEach(element -> putElement(output, container.descriptor, element));
    }
  }

  /** Keys of several types and lengths. */
  private static void putKey(StateOutput output, long key) {
    switch ((int) (key % 4)) {
      case 0 -> output.putString("key " + key);
      case 1 -> output.putBoxedLong(key);
      case 2 -> output.putBoxedInt((int) key);
      default -> output.putString("größe 状態".repeat((int) (key % 5)) + key);
    }
  }

  private static void putElement(StateOutput output, ClassDescriptor of, long element) {
    if (of == LONGS) {
      output.putLong(element);
    } else if (of == BYTES) {
      output.putByte((int) element);
    } else {
      putKey(output, element);
    }
  }

  private void writeDelta(OperationOutput output, int oid) {
    Container container = containers.get(oid);
    int before = output.position();
    if (random.nextInt(10) == 0) {
      output.beginDelta(oid, container.descriptor.id());
      output.editSplice(1, 2, 3);
      output.abandonNode(before);
    }
    output.beginDelta(oid, container.descriptor.id());
    int edits = random.nextInt(8) == 0 ? random.nextInt(sizeMax) : random.nextInt(4);
    for (int i = 0; i < edits; i++) {
      if (container.descriptor.kind() != NodeKind.ARRAY && random.nextInt(60) == 0) {
        clearOrShape(output, container);
      } else if (container.descriptor.kind() != NodeKind.ARRAY && random.nextInt(8) == 0) {
        append(output, container);
      } else if (container.descriptor == MAP) {
        editMap(output, container.map);
      } else if (container.isSet) {
        editSet(output, container);
      } else {
        editList(output, container);
      }
    }
    output.endDelta();
  }

  private void clearOrShape(OperationOutput output, Container container) {
    if (random.nextInt(4) == 0) {
      output.editClear();
      container.map.clear();
      container.list.clear();
      // A set that was emptied may go on as a list, and the other way round.
      container.isSet = container.descriptor == SEQUENCE && random.nextBoolean();
    } else {
      addShape(container);
      output.editShape(container.shape.size());
      container.shape.forEach(output::putBoxedLong);
    }
  }

  /** A list may get elements that it has; a map or set may not. */
  private void append(OperationOutput output, Container container) {
    List<Long> keys = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      Long key = key();
      boolean isThere = container.map.containsKey(key) || container.list.contains(key);
      boolean mayRepeat = container.descriptor == SEQUENCE && !container.isSet;
      if (mayRepeat || !isThere && !keys.contains(key)) {
        keys.add(key);
      }
    }
    output.editAppend(keys.size());
    for (Long key : keys) {
      putKey(output, key);
      if (container.descriptor == MAP) {
        output.putBoxedLong(key);
        container.map.put(key, key);
      } else {
        container.list.add(key);
      }
    }
  }

  private void editMap(OperationOutput output, LinkedHashMap<Long, Long> map) {
    long key = key();
    long value = random.nextLong() >> random.nextInt(64);
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        map.put(key, value);
        output.editPut();
      }
      case 2 -> {
        map.remove(key);
        map.put(key, value);
        output.editPutLast();
      }
      case 3 -> {
        LinkedHashMap<Long, Long> rest = new LinkedHashMap<>(map);
        rest.remove(key);
        map.clear();
        map.put(key, value);
        map.putAll(rest);
        output.editPutFirst();
      }
      default -> {
        map.remove(key);
        output.editRemove();
        putKey(output, key);
        return;
      }
    }
    putKey(output, key);
    output.putBoxedLong(value);
  }

  private void editSet(OperationOutput output, Container container) {
    List<Long> set = container.list;
    Long element = key();
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        if (!set.contains(element)) {
          set.add(element);
        }
        output.editAdd();
      }
      case 2 -> {
        set.remove(element);
        set.add(element);
        output.editAddLast();
      }
      case 3 -> {
        set.remove(element);
        set.add(0, element);
        output.editAddFirst();
      }
      case 4 -> {
        set.remove(element);
        output.editDiscard();
      }
      default -> {
        // A set edited by position: not what writers do, but it has a meaning.
        if (!set.isEmpty()) {
          int at = random.nextInt(set.size());
          set.remove(at);
          output.editSplice(at, 1, 0);
        }
        return;
      }
    }
    putKey(output, element);
  }

  private void editList(OperationOutput output, Container container) {
    List<Long> list = container.list;
    int start = random.nextInt(3) == 0 ? list.size() : random.nextInt(list.size() + 1);
    int removedMax = list.size() - start;
    boolean isLarge = random.nextInt(20) == 0;
    int removed = Math.min(removedMax, random.nextInt(isLarge ? 3 * sizeMax : 3));
    int count = list.size() > 3 * sizeMax ? 0 : random.nextInt(isLarge ? 2 * sizeMax : 3);
    List<Long> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(container.descriptor == BYTES ? (long) random.nextInt(100) : (Long) key());
    }
    list.subList(start, start + removed).clear();
    list.addAll(start, elements);
    output.editSplice(start, removed, count);
    elements.forEach(element -> putElement(output, container.descriptor, element));
  }
}
