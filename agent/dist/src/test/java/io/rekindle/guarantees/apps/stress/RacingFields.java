package io.rekindle.guarantees.apps.stress;

import io.rekindle.Checkpoint;
import io.rekindle.State;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;

/**
 * One thread writes fields outside sections while another commits the same objects over and over.
 * Each round has objects of its own, so that the last write of each round counts.
 */
public final class RacingFields implements StressProgram {

  private static final int CELLS_PER_ROUND = 8;
  private static final int WRITES_MAX = 400;

  static final class Cell {
    int outside;
    int inside;
  }

  @State private static final List<Cell[]> ROUNDS = new ArrayList<>();

  private volatile Cell[] current;
  private volatile boolean writing;
  private int written;

  @Checkpoint
  void begin() {
    Cell[] cells = new Cell[CELLS_PER_ROUND];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
    ROUNDS.add(cells);
    current = cells;
  }

  @Checkpoint
  void touch(Cell cell) {
    cell.inside++;
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
            begin();
            writing = true;
            barrier.await();
            if (isOver[0]) {
              return;
            }
            while (writing) {
              touch(current[random.nextInt(CELLS_PER_ROUND)]);
            }
            barrier.await();
          }
        });
    team.join();
    System.out.println("rounds=" + ROUNDS.size() + " written=" + written);
  }

  private void write(SplittableRandom random) {
    Cell[] cells = current;
    int writes = random.nextInt(1, WRITES_MAX);
    for (int i = 0; i < writes; i++) {
      cells[i % CELLS_PER_ROUND].outside = ++written;
    }
  }

  @Override
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (Cell[] cells : ROUNDS) {
      StringBuilder line = new StringBuilder();
      for (Cell cell : cells) {
        line.append(cell.outside).append('/').append(cell.inside).append(' ');
      }
      lines.add(line.toString());
    }
    return lines;
  }

  public static void main(String[] args) throws Exception {
    StressProgram.run(new RacingFields(), args);
  }
}
