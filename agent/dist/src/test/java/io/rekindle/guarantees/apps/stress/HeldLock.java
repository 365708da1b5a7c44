package io.rekindle.guarantees.apps.stress;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Threads change tracked containers outside sections while they hold a lock that sections of other
 * threads wait for.
 */
public final class HeldLock implements StressProgram {

  private static final int KEYS = 64;

  @State private static final Map<Integer, Integer> MAP = new HashMap<>();
  @State private static final List<Integer> LIST = new ArrayList<>();
  @State private static int steps;

  private final Object lock = new Object();

  @Checkpoint
  void section(SplittableRandom random) {
    steps(1);
    synchronized (lock) {
      MAP.put(random.nextInt(KEYS), random.nextInt());
      LIST.add(LIST.size());
    }
  }

  private static synchronized void steps(int more) {
    steps += more;
  }

  private void outside(SplittableRandom random) {
    synchronized (lock) {
      for (int i = random.nextInt(20); i >= 0; i--) {
        MAP.merge(random.nextInt(KEYS), 1, Integer::sum);
        if (LIST.size() > KEYS) {
          LIST.remove(random.nextInt(LIST.size()));
        }
        LIST.add(random.nextInt(LIST.size() + 1), random.nextInt());
      }
    }
  }

  @Override
  public void change(long seed, long durationMs) throws Exception {
    long endNs = System.nanoTime() + durationMs * 1_000_000;
    Team team = new Team();
    for (int i = 0; i < 4; i++) {
      boolean isOutside = i % 2 == 0;
      team.start(
          seed * 4 + i,
          random -> {
            while (System.nanoTime() - endNs < 0) {
              if (isOutside) {
                outside(random);
              } else {
                section(random);
              }
            }
          });
    }
    team.join();
    System.out.println("steps=" + steps);
  }

  @Override
  public List<String> describe() {
    return List.of("steps=" + steps, "map=" + MAP, "list=" + LIST);
  }

  public static void main(String[] args) throws Exception {
    StressProgram.run(new HeldLock(), args);
  }
}
