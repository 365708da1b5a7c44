package io.rekindle.guarantees.apps.stress;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sections that wait for a section of another thread, which the documentation forbids, while a
 * third thread commits and a fourth changes containers all the time.
 */
public final class WaitingSections implements StressProgram {

  private static final int KEYS = 64;
  private static final int WAIT_S = 30;

  static final class Cell {
    int value;
  }

  @State private static final Map<Integer, Integer> MAP = new HashMap<>();
  @State private static final List<Integer> LIST = new ArrayList<>();
  @State private static final Cell CELL = new Cell();
  @State private static int handed;

  private final SynchronousQueue<Integer> queue = new SynchronousQueue<>();

  @Checkpoint
  void give(int value) throws InterruptedException {
    if (!queue.offer(value, WAIT_S, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody took " + value);
    }
  }

  @Checkpoint
  void take() throws InterruptedException {
    Integer value = queue.poll(WAIT_S, TimeUnit.SECONDS);
    if (value == null) {
      throw new IllegalStateException("nobody gave");
    }
    handed += value;
  }

  /** Longer than a commit waits for a section, so that some are taken regardless. */
  @Checkpoint
  void change(SplittableRandom random, long durationMs) {
    long endNs = System.nanoTime() + durationMs * 1_000_000;
    do {
      synchronized (MAP) {
        MAP.put(random.nextInt(KEYS), random.nextInt());
      }
      synchronized (LIST) {
        if (LIST.size() > KEYS) {
          LIST.remove(random.nextInt(LIST.size()));
        }
        LIST.add(random.nextInt(LIST.size() + 1), random.nextInt());
      }
      CELL.value++;
    } while (System.nanoTime() - endNs < 0);
  }

  @Override
  public void change(long seed, long durationMs) throws Exception {
    long endNs = System.nanoTime() + durationMs * 1_000_000;
    Team team = new Team();
    int rounds = (int) (durationMs / 100);
    team.start(
        seed,
        random -> {
          for (int i = 0; i < rounds; i++) {
            give(random.nextInt(10));
          }
        });
    team.start(
        seed + 2,
        random -> {
          for (int i = 0; i < rounds; i++) {
            take();
          }
        });
    for (int i = 0; i < 2; i++) {
      int longestMs = i * 1500;
      team.start(
          seed + 4 + i,
          random -> {
            while (System.nanoTime() - endNs < 0) {
              change(random, random.nextInt(longestMs + 1));
            }
          });
    }
    team.join();
    System.out.println("handed=" + handed);
  }

  @Override
  public List<String> describe() {
    return List.of("handed=" + handed, "cell=" + CELL.value, "map=" + MAP, "list=" + LIST);
  }

  public static void main(String[] args) throws Exception {
    StressProgram.run(new WaitingSections(), args);
  }
}
