package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.Rekindle;
import io.rekindle.State;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Counts, confirms each count, and ends in one of many ways. */
public final class CounterApp {

  @State private static long count;

  private CounterApp() {}

  @Checkpoint
  static void add() {
    count++;
  }

  /** Arguments: file of the confirmations, how many, how to end. */
  public static void main(String[] args) throws Exception {
    System.out.println("state count=" + count + " restart=" + Rekindle.isRestart());
    var confirmations = new Confirmations(Path.of(args[0]));
    long number = Long.parseLong(args[1]);
    for (long i = 0; i < number; i++) {
      add();
      confirmations.put(0, count);
    }
    System.out.println("counted");
    end(args[2]);
  }

  private static void end(String how) throws Exception {
    switch (how) {
      case "kill" -> {
        while (true) {
          LockSupport.park();
        }
      }
      case "halt" -> Runtime.getRuntime().halt(3);
      case "memory" -> fill();
      case "segfault" -> {
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field instance = unsafe.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        unsafe.getMethod("putAddress", long.class, long.class).invoke(instance.get(null), 0L, 0L);
      }
      case "interval" -> {
        count += 1000; // outside any section
        long deadlineNs = System.nanoTime() + 1_000_000_000L;
        while (System.nanoTime() - deadlineNs < 0) {
          LockSupport.parkNanos(deadlineNs - System.nanoTime());
        }
        Runtime.getRuntime().halt(3);
      }
      default -> {
        // Returns from main.
      }
    }
  }

  private static void fill() {
    List<long[]> kept = new ArrayList<>();
    while (true) {
      kept.add(new long[1 << 16]);
    }
  }
}
