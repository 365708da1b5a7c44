package io.rekindle.guarantees.apps.stress;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.Stack;
import java.util.TreeMap;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;

/**
 * One thread changes containers outside sections, from before they are captured for the first time,
 * while another one attaches them to the state and commits. Each round has containers of its own.
 */
public final class RacingContainers implements StressProgram {

  private static final int KINDS = 17;
  private static final int KEYS = 24;
  private static final int CHANGES_MAX = 300;

  @State private static final List<Object> ROUNDS = new ArrayList<>();
  @State private static int sections;

  private volatile Object[] current;
  private volatile boolean writing;

  @Checkpoint
  void attach(Object container) {
    ROUNDS.add(container);
  }

  @Checkpoint
  void section() {
    sections++;
  }

  @Override
  public void change(long seed, long durationMs) throws Exception {
    long endNs = System.nanoTime() + durationMs * 1_000_000;
    CyclicBarrier barrier = new CyclicBarrier(2);
    Team team = new Team();
    boolean[] isOver = new boolean[1];
    team.start(
        seed,
        random -> {
          while (true) {
            barrier.await();
            if (isOver[0]) {
              return;
            }
            write(random);
            writing = false;
            barrier.await();
          }
        });
    team.start(
        ~seed,
        random -> {
          while (true) {
            isOver[0] = System.nanoTime() - endNs >= 0;
            current = make();
            writing = true;
            barrier.await();
            if (isOver[0]) {
              return;
            }
            commit(random);
            barrier.await();
          }
        });
    team.join();
    System.out.println("rounds=" + ROUNDS.size() / KINDS + " sections=" + sections);
  }

  private void commit(SplittableRandom random) {
    int attached = 0;
    while (attached < KINDS) {
      if (random.nextInt(4) == 0) {
        section();
      } else {
        attach(current[attached++]);
      }
    }
    while (writing) {
      section();
    }
  }

  private static Object[] make() {
    return new Object[] {
      new HashMap<Integer, Integer>(),
      new LinkedHashMap<Integer, Integer>(),
      new TreeMap<Integer, Integer>(),
      new ConcurrentHashMap<Integer, Integer>(),
      new ConcurrentSkipListMap<Integer, Integer>(),
      new ArrayList<Integer>(),
      new LinkedList<Integer>(),
      new ArrayDeque<Integer>(),
      new HashSet<Integer>(),
      new PriorityQueue<Integer>(),
      new Vector<Integer>(),
      new Stack<Integer>(),
      new Hashtable<Integer, Integer>(),
      new Properties(),
      new ConcurrentLinkedQueue<Integer>(),
      new ConcurrentLinkedDeque<Integer>(),
      new CopyOnWriteArrayList<Integer>()
    };
  }

  private void write(SplittableRandom random) {
    Object[] containers = current;
    int changes = random.nextInt(1, CHANGES_MAX);
    for (int i = 0; i < changes; i++) {
      change(containers[random.nextInt(KINDS)], random);
    }
  }

  @SuppressWarnings("unchecked")
  private static void change(Object container, SplittableRandom random) {
    int key = random.nextInt(KEYS);
    int value = random.nextInt(100_000);
    boolean isRemoval = random.nextInt(4) == 0;
    if (container instanceof Map<?, ?> map) {
      if (isRemoval) {
        map.remove(key);
      } else {
        ((Map<Integer, Integer>) map).put(key, value);
      }
    } else if (container instanceof List<?> list && !list.isEmpty() && random.nextInt(3) == 0) {
      ((List<Integer>) list).set(key % list.size(), value);
    } else if (isRemoval && container instanceof Queue<?> queue) {
      queue.poll();
    } else {
      ((Collection<Integer>) container).add(container instanceof HashSet ? key : value);
    }
  }

  @Override
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < ROUNDS.size(); i++) {
      lines.add(i % KINDS + " " + ROUNDS.get(i));
    }
    lines.add("sections=" + sections);
    return lines;
  }

  public static void main(String[] args) throws Exception {
    StressProgram.run(new RacingContainers(), args);
  }
}
