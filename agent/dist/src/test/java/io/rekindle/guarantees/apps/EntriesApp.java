package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/** Large collections and arrays, of which single entries are changed in turn. */
public final class EntriesApp {

  /** The changes take turns in so many kinds. */
  public static final int KINDS = 19;

  /** To add to a set of this kind costs its size. */
  private static final int COPIED_SET = 3_000;

  /** The kind of change that goes through a heap. */
  public static final int HEAP = 6;

  /** From this kind on it is an array that changes. */
  public static final int FIRST_ARRAY = 17;

  @State private static final Map<String, Long> byName = new HashMap<>();
  @State private static final Map<Long, String> sorted = new TreeMap<>();
  @State private static final Map<Long, Long> concurrent = new ConcurrentHashMap<>();
  @State private static final Set<String> names = new LinkedHashSet<>();
  @State private static final List<Long> list = new ArrayList<>();
  @State private static final Queue<Long> queue = new ArrayDeque<>();
  @State private static final Queue<Long> heap = new PriorityQueue<>();
  @State private static final List<Long> vector = new Vector<>();
  @State private static final Stack<Long> stack = new Stack<>();
  @State private static final Map<String, Long> table = new Hashtable<>();
  @State private static final Properties properties = new Properties();
  @State private static final Queue<Long> linked = new ConcurrentLinkedQueue<>();
  @State private static final Deque<Long> ends = new ConcurrentLinkedDeque<>();
  @State private static final List<Long> copied = new CopyOnWriteArrayList<>();
  @State private static final Set<Long> copiedSet = new CopyOnWriteArraySet<>();
  @State private static final Map<Object, Long> identities = new IdentityHashMap<>();
  @State private static final BitSet bits = new BitSet();
  @State private static long[] numbers;
  @State private static String[] texts;

  private EntriesApp() {}

  @Checkpoint
  static void fill(int size) {
    numbers = new long[size];
    texts = new String[size];
    for (int i = 0; i < size; i++) {
      byName.put("name" + i, (long) i);
      sorted.put((long) i, "text");
      concurrent.put((long) i, 0L);
      names.add("name" + i);
      list.add((long) i);
      queue.add((long) i);
      heap.add(i * 7919L % size);
      vector.add((long) i);
      stack.add((long) i);
      texts[i] = "text";
      table.put("name" + i, (long) i);
      properties.setProperty("name" + i, "text");
      linked.add((long) i);
      ends.add((long) i);
      identities.put(new Object(), (long) i);
      bits.set(64 * i + i % 64);
    }
    copied.addAll(list);
    copiedSet.addAll(list.subList(0, COPIED_SET));
  }

  @Checkpoint
  static void change(int step, int size) {
    long key = step * 7919L % size;
    switch (step % KINDS) {
      case 0 -> byName.put("name" + key, -1L);
      case 1 -> sorted.merge(key, "more", String::concat);
      case 2 -> concurrent.compute(key, (k, v) -> v == null ? null : v + 1);
      case 3 -> names.remove("name" + key);
      case 4 -> list.set((int) key, -1L);
      case 5 -> queue.add(queue.remove());
      case 6 -> heap.add(heap.remove() + size);
      case 7 -> vector.remove((int) key);
      case 8 -> stack.push(stack.pop() + stack.pop());
      case 9 -> table.put("name" + key, -1L);
      case 10 -> properties.setProperty("name" + key, "changed");
      case 11 -> linked.add(linked.remove());
      case 12 -> ends.addFirst(ends.removeLast());
      case 13 -> copied.remove((int) key);
      case 14 -> copiedSet.add(key + size);
      case 15 -> identities.replace(identities.keySet().iterator().next(), -1L);
      case 16 -> bits.flip((int) key * 64);
      case 17 -> numbers[(int) key]++;
      default -> texts[(int) key] = "changed";
    }
  }

  /** Arguments: size, changes; 0 changes only tells what is there. */
  public static void main(String[] args) {
    int size = Integer.parseInt(args[0]);
    int changes = Integer.parseInt(args[1]);
    if (changes > 0) {
      fill(size);
    }
    for (int i = 0; i < changes; i++) {
      change(i, size);
    }
    System.out.println("state hash=" + describe());
    Runtime.getRuntime().halt(0);
  }

  private static int describe() {
    return List.of(
            byName.hashCode(),
            sorted.hashCode(),
            concurrent.hashCode(),
            new ArrayList<>(names).hashCode(),
            list.hashCode(),
            new ArrayList<>(queue).hashCode(),
            new ArrayList<>(heap).hashCode(),
            vector.hashCode(),
            stack.hashCode(),
            table.toString().hashCode(),
            properties.hashCode(),
            new ArrayList<>(linked).hashCode(),
            new ArrayList<>(ends).hashCode(),
            copied.hashCode(),
            new ArrayList<>(copiedSet).hashCode(),
            identities.values().stream().mapToLong(n -> n * n).sum(),
            bits.hashCode(),
            java.util.Arrays.hashCode(numbers),
            java.util.Arrays.hashCode(texts))
        .hashCode();
  }
}
