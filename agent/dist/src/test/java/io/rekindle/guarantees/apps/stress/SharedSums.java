package io.rekindle.guarantees.apps.stress;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Threads move units between the entries of a shared concurrent map and an object of their own, one
 * section each, until they are killed. The sum over all is zero after each section.
 */
public final class SharedSums {

  private static final int THREADS = 8;
  private static final int KEYS = 256;

  static final class Purse {
    long balance;
    long steps;
  }

  @State private static final ConcurrentHashMap<Integer, Long> SHARED = new ConcurrentHashMap<>();
  @State private static final Purse[] PURSES = new Purse[THREADS];

  private static final AtomicIntegerArray PROGRESS = new AtomicIntegerArray(THREADS);

  private SharedSums() {}

  @Checkpoint
  static void move(Purse purse, SplittableRandom random) {
    long amount = random.nextInt(100);
    purse.balance -= amount;
    SHARED.merge(random.nextInt(KEYS), amount, Long::sum);
    if (random.nextInt(8) == 0) {
      Long taken = SHARED.remove(random.nextInt(KEYS));
      purse.balance += taken == null ? 0 : taken;
    }
    purse.steps++;
  }

  /** Argument: seed. */
  public static void main(String[] args) {
    long seed = Long.parseLong(args[0]);
    long sum = 0;
    long steps = 0;
    for (int i = 0; i < THREADS; i++) {
      if (PURSES[i] == null) {
        PURSES[i] = new Purse();
      }
      sum += PURSES[i].balance;
      steps += PURSES[i].steps;
    }
    for (Long value : SHARED.values()) {
      sum += value;
    }
    System.out.println("state sum=" + sum + " steps=" + steps);
    Team team = new Team();
    for (int i = 0; i < THREADS; i++) {
      int index = i;
      team.start(
          seed * THREADS + i,
          random -> {
            while (true) {
              move(PURSES[index], random);
              PROGRESS.incrementAndGet(index);
            }
          });
    }
    while (!allHaveMoved()) {
      Thread.onSpinWait();
    }
    System.out.println("moving");
  }

  private static boolean allHaveMoved() {
    for (int i = 0; i < THREADS; i++) {
      if (PROGRESS.get(i) == 0) {
        return false;
      }
    }
    return true;
  }
}
