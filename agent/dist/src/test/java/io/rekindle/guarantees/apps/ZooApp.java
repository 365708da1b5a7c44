package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** One of each kind of object; describes itself with identities, so that lives can be compared. */
public final class ZooApp {

  private static final int LONG_LIST = 1_000_000;

  static class Node {
    int value;
    Node next;
  }

  enum Planet {
    EARTH {
      @Override
      String word() {
        return "blue";
      }
    },
    MARS;

    String word() {
      return "red";
    }
  }

  record Point(int x, Object y) {}

  class Inner {
    int number = 5;

    ZooApp outer() {
      return ZooApp.this;
    }
  }

  private static final class ByLength implements Comparator<String> {
    @Override
    public int compare(String one, String other) {
      return Integer.compare(one.length(), other.length());
    }
  }

  @State private static Node shared;
  @State private final Map<String, Object> animals = new LinkedHashMap<>();
  @State private Node first;
  @State private Inner inner;
  @State private Node longList;

  @Checkpoint
  void build() {
    shared = new Node();
    first = shared;
    shared.next = new Node();
    shared.next.next = shared;
    inner = new Inner();
    inner.number = 6;
    var self = new ArrayList<Object>(50);
    self.add(self);
    self.add(shared);
    animals.put("self", self);
    animals.put("linked", new LinkedList<>(List.of(1, 2, 3)));
    animals.put("deque", new ArrayDeque<>(List.of("a", "b")));
    animals.put("hash", new HashMap<>(Map.of("k", shared)));
    var access = new LinkedHashMap<String, Integer>(16, 0.75f, true);
    access.put("one", 1);
    access.put("two", 2);
    access.get("one");
    animals.put("access", access);
    animals.put("tree", new TreeMap<>(Map.of("z", 1, "y", 2)));
    var byLength = new TreeSet<String>(new ByLength());
    byLength.addAll(List.of("ccc", "a", "bb"));
    animals.put("treeSet", byLength);
    var reverse = new PriorityQueue<Integer>(Comparator.reverseOrder());
    reverse.addAll(List.of(4, 9, 2));
    animals.put("queue", reverse);
    animals.put("set", new HashSet<>(List.of("x")));
    var identity = new IdentityHashMap<Object, String>();
    identity.put(shared, "shared");
    animals.put("identity", identity);
    animals.put("enumMap", new EnumMap<>(Map.of(Planet.EARTH, 1)));
    animals.put("concurrent", new ConcurrentHashMap<>(Map.of(7L, 'c')));
    animals.put("copying", new CopyOnWriteArrayList<>(List.of(1.5, 2.5f)));
    var bounded = new ArrayBlockingQueue<String>(3);
    bounded.add("q");
    animals.put("bounded", bounded);
    animals.put("immutable", List.of(1, 2));
    animals.put("wrapped", Collections.unmodifiableList(self));
    animals.put("asList", Arrays.asList("m", null));
    animals.put("record", new Point(3, shared));
    animals.put("enum", Planet.EARTH);
    animals.put("matrix", new int[][] {{1, 2}, {3}, null});
    animals.put("bytes", new byte[] {-1, 0, 1});
    animals.put("text", "\u0000 \u00e9 \ud83d\ude00");
    animals.put("decimal", new BigDecimal("1.50"));
    animals.put("date", LocalDate.of(2024, 2, 29));
    animals.put("uuid", new UUID(1, 2));
    var bits = new BitSet();
    bits.set(0);
    bits.set(2);
    animals.put("bits", bits);
    animals.put("builder", new StringBuilder("grows"));
    animals.put("atomic", new AtomicLong(8));
    animals.put("nan", Double.longBitsToDouble(0x7ff8_0000_0000_0001L));
    animals.put("class", Planet.class);
    for (int i = 0; i < LONG_LIST; i++) {
      var node = new Node();
      node.value = i;
      node.next = longList;
      longList = node;
    }
  }

  @SuppressWarnings("unchecked")
  private String describe() {
    var lines = new ArrayList<String>();
    animals.forEach((name, animal) -> lines.add(name + " " + show(animal)));
    lines.add("shared " + (first == shared) + (shared.next.next == shared));
    lines.add("inner " + inner.number + (inner.outer() == this));
    var self = (List<Object>) animals.get("self");
    lines.add("self " + (self.get(0) == self) + (self.get(1) == shared));
    lines.add("hash " + (((Map<?, ?>) animals.get("hash")).get("k") == shared));
    lines.add("identity " + ((Map<?, ?>) animals.get("identity")).get(shared));
    lines.add("record " + (((Point) animals.get("record")).y() == shared));
    lines.add("wrapped " + (((List<?>) animals.get("wrapped")).get(0) == self));
    lines.add("tree " + ((TreeMap<?, ?>) animals.get("tree")).comparator());
    var byLength = (TreeSet<String>) animals.get("treeSet");
    lines.add("treeSet " + byLength.comparator().getClass() + byLength.contains("zz"));
    var queue = new PriorityQueue<>((PriorityQueue<Integer>) animals.get("queue"));
    lines.add("queue " + queue.poll() + queue.poll() + queue.poll());
    var bounded = (ArrayBlockingQueue<String>) animals.get("bounded");
    lines.add("bounded " + bounded.remainingCapacity());
    var access = new ArrayList<>(((Map<String, Integer>) animals.get("access")).keySet());
    lines.add("access " + access);
    lines.add("enum " + ((Planet) animals.get("enum")).word());
    long sum = 0;
    int count = 0;
    for (Node node = longList; node != null; node = node.next) {
      sum += node.value;
      count++;
    }
    lines.add("long " + count + " " + sum);
    return String.join("; ", lines).replace("\n", " ");
  }

  private static String show(Object animal) {
    String type = animal.getClass().getName();
    if (animal instanceof Object[] array) {
      return type + Arrays.deepToString(array);
    }
    if (animal instanceof byte[] array) {
      return type + Arrays.toString(array);
    }
    boolean plain =
        animal instanceof CharSequence
            || animal instanceof Comparable<?>
            || animal instanceof Number
            || animal instanceof BitSet
            || animal instanceof Class<?>;
    int size = animal instanceof java.util.Collection<?> c ? c.size() : -1;
    return plain ? type + " " + animal : type + " " + size;
  }

  public static void main(String[] args) throws Exception {
    var zoo = new ZooApp();
    if (zoo.animals.isEmpty()) {
      zoo.build();
    }
    java.nio.file.Files.writeString(java.nio.file.Path.of(args[0]), zoo.describe());
    System.out.println("state described");
    System.in.read();
  }
}
