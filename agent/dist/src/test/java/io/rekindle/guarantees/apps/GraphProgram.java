package io.rekindle.guarantees.apps;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A graph and a program that changes it: step p does the same in every JVM, so the graph after p
 * steps can be made anew and compared.
 */
public final class GraphProgram {

  private static final int NODES_MAX = 200;

  /** One node; refers to others in every way at hand. */
  static class Node {
    final long id;
    int value;
    String text = "";
    Node left;
    Node right;
    Object[] others = new Object[4];
    long[] numbers = new long[3];

    Node(long id) {
      this.id = id;
    }
  }

  /** A node that holds collections. */
  static final class Hub extends Node {
    final List<Node> members = new ArrayList<>();
    final Map<String, Node> byName = new HashMap<>();
    final ArrayDeque<Object> queue = new ArrayDeque<>();

    Hub(long id) {
      super(id);
    }
  }

  enum Colour {
    RED,
    GREEN {
      @Override
      int weight() {
        return 2;
      }
    };

    int weight() {
      return 1;
    }
  }

  record Pair(Object first, Colour colour, long number) {}

  private final long seed;
  private long position;
  private long nextId = 1;
  private final List<Node> nodes = new ArrayList<>();
  private final TreeMap<Long, Object> sorted = new TreeMap<>();
  private final LinkedHashMap<String, Object> ordered = new LinkedHashMap<>();
  private Object any;

  public GraphProgram(long seed) {
    this.seed = seed;
    nodes.add(new Hub(0));
  }

  public long position() {
    return position;
  }

  /** Does the next step: one to four changes. */
  public void step() {
    var random = new SplittableRandom(seed * 1_000_003 + position);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      if (random.nextBoolean()) {
        changeNode(random);
      } else {
        changeShape(random);
      }
    }
    position++;
  }

  private void changeNode(SplittableRandom random) {
    Node node = pick(random);
    switch (random.nextInt(7)) {
      case 0 -> node.value = random.nextInt();
      case 1 -> node.text = "text " + random.nextInt(1000);
      case 2 -> node.left = pick(random);
      case 3 -> node.right = random.nextInt(4) == 0 ? null : pick(random);
      case 4 -> node.others[random.nextInt(4)] = other(random);
      case 5 -> node.numbers[random.nextInt(3)] += random.nextInt(9);
      default -> node.others = new Object[] {node, other(random), node.others[2], node.others[3]};
    }
  }

  private void changeShape(SplittableRandom random) {
    Node node = pick(random);
    switch (random.nextInt(7)) {
      case 0, 1 -> add(random);
      case 2 -> sorted.put((long) random.nextInt(40), other(random));
      case 3 -> sorted.remove((long) random.nextInt(40));
      case 4 -> {
        String key = "k" + random.nextInt(30);
        ordered.remove(key);
        ordered.put(key, other(random));
      }
      case 5 -> any = other(random);
      default -> {
        if (node instanceof Hub hub) {
          changeHub(hub, random);
        }
      }
    }
  }

  private void changeHub(Hub hub, SplittableRandom random) {
    hub.members.add(random.nextInt(hub.members.size() + 1), pick(random));
    hub.byName.put("n" + random.nextInt(20), pick(random));
    hub.queue.add(other(random));
    if (hub.members.size() > 20) {
      hub.members.remove(random.nextInt(20));
      hub.queue.poll();
    }
  }

  private void add(SplittableRandom random) {
    Node fresh = random.nextInt(4) == 0 ? new Hub(nextId++) : new Node(nextId++);
    fresh.left = pick(random);
    if (nodes.size() < NODES_MAX) {
      nodes.add(fresh);
    } else {
      nodes.set(1 + random.nextInt(NODES_MAX - 1), fresh);
    }
  }

  private Node pick(SplittableRandom random) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private Object other(SplittableRandom random) {
    return switch (random.nextInt(7)) {
      case 0 -> "s" + random.nextInt(100);
      case 1 -> (long) random.nextInt(1000);
      case 2 -> random.nextInt() * 0.5;
      case 3 -> new Pair(pick(random), Colour.values()[random.nextInt(2)], random.nextInt());
      case 4 -> Colour.GREEN;
      case 5 -> new int[] {random.nextInt(), 2, 3};
      default -> pick(random);
    };
  }

  /** The whole graph as text, the same for equal graphs. */
  public String dump() {
    return new Dump().run();
  }

  /** Numbers the objects as it meets them, so that sharing and cycles show. */
  private final class Dump {

    private final StringBuilder text = new StringBuilder();
    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    private final ArrayDeque<Object> queue = new ArrayDeque<>();

    String run() {
      text.append(position).append(' ').append(nextId).append(" nodes");
      nodes.forEach(this::refer);
      text.append("\nsorted");
      entries(sorted);
      text.append("\nordered");
      entries(ordered);
      text.append("\nany");
      refer(any);
      while (!queue.isEmpty()) {
        Object next = queue.poll();
        text.append('\n').append(numbers.get(next)).append(' ');
        print(next);
      }
      return text.append('\n').toString();
    }

    private void refer(Object object) {
      text.append(' ');
      if (object == null
          || object instanceof String
          || object instanceof Number
          || object instanceof Colour) {
        text.append(object);
        return;
      }
      Integer number = numbers.get(object);
      if (number == null) {
        number = numbers.size();
        numbers.put(object, number);
        queue.add(object);
      }
      text.append('#').append(number);
    }

    private void entries(Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            refer(key);
            text.append('=');
            refer(value);
          });
    }

    private void print(Object object) {
      text.append(object.getClass().getName());
      if (object instanceof Pair pair) {
        text.append(' ').append(pair.colour().weight()).append(' ').append(pair.number());
        refer(pair.first());
      } else if (object instanceof int[] array) {
        text.append(java.util.Arrays.toString(array));
      } else if (object instanceof Object[] array) {
        for (Object element : array) {
          refer(element);
        }
      } else if (object instanceof Node node) {
        print(node);
      }
    }

    private void print(Node node) {
      text.append(' ').append(node.id).append(' ').append(node.value).append(' ').append(node.text);
      text.append(java.util.Arrays.toString(node.numbers));
      refer(node.left);
      refer(node.right);
      refer(node.others);
      if (node instanceof Hub hub) {
        hub.members.forEach(this::refer);
        entries(new TreeMap<>(hub.byName));
        hub.queue.forEach(this::refer);
      }
    }
  }
}
