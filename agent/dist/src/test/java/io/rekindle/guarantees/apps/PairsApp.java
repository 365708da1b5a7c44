package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.Rekindle;
import io.rekindle.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Changes pairs in several roots, nested and with exceptional exits, until it is killed. */
public final class PairsApp {

  static final int THREADS = 3;

  static final class Cell {
    long left;
  }

  /** Another root. */
  static final class Right {
    @State private final Map<Integer, Long> byThread = new HashMap<>();
    @State private final List<long[]> arrays = new ArrayList<>();

    @Checkpoint
    synchronized void set(int thread, long number, boolean fail) {
      byThread.put(thread, number);
      arrays.get(thread)[1] = number;
      if (fail) {
        throw new IllegalStateException("on purpose");
      }
    }
  }

  @State private static final Cell[] LEFT = new Cell[THREADS];
  @State private static final long[] NUMBERS = new long[THREADS];

  private PairsApp() {}

  @Checkpoint
  static void step(Right right, int thread) {
    long number = ++NUMBERS[thread];
    LEFT[thread].left = number;
    boolean failInside = number % 5 == 0;
    try {
      right.set(thread, number, failInside);
    } catch (IllegalStateException e) {
      // The step goes on.
    }
    right.arrays.get(thread)[0] = number;
    if (number % 7 == 0) {
      throw new IllegalArgumentException("after the last change");
    }
  }

  private static void work(Right right, int thread) {
    while (true) {
      try {
        if (NUMBERS[thread] % 2 == 0) {
          Rekindle.atomically(() -> step(right, thread));
        } else {
          step(right, thread);
        }
      } catch (IllegalArgumentException e) {
        // As the application would.
      }
    }
  }

  @Checkpoint
  private static void fill(Right right) {
    for (int i = 0; i < THREADS; i++) {
      if (LEFT[i] == null) {
        LEFT[i] = new Cell();
        right.byThread.put(i, 0L);
        right.arrays.add(new long[2]);
      }
    }
  }

  public static void main(String[] args) {
    var right = new Right();
    fill(right);
    boolean whole = true;
    var text = new StringBuilder();
    for (int i = 0; i < THREADS; i++) {
      long number = NUMBERS[i];
      whole &= LEFT[i].left == number && right.byThread.get(i) == number;
      whole &= right.arrays.get(i)[0] == number && right.arrays.get(i)[1] == number;
      text.append(' ').append(number);
    }
    System.out.println("state whole=" + whole + text);
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      new Thread(() -> work(right, thread)).start();
    }
  }
}
