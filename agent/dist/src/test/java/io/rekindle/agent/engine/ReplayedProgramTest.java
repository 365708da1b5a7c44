package io.rekindle.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.codec.store.StoreFiles;
import io.rekindle.property.oracle.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random programs over all types that state may hold, woven and committed by the engine in this
 * JVM; after each commit the stored bytes are made to objects again, in another class loader.
 * Repeat a failure with {@code -Drekindle.seed=N}, as often as {@code -Drekindle.programs=N} says
 * where threads race; {@code -Psoak} runs 10,000 programs.
 *
 * <p>Invariants checked:
 *
 * <ul>
 *   <li>After each commit the last snapshot with the tail replayed onto it equals the living graph
 *       by full traversal: types, values, order, comparators, shared references and cycles, within
 *       and across roots.
 *   <li>That holds for changes inside and outside sections, for one thread and for threads that
 *       race with captures, once they have stopped and one commit was made.
 *   <li>It holds after commits that were captured and lost, after captures in many windows, after
 *       folds that forget, and for a program that was restored itself.
 * </ul>
 */
class ReplayedProgramTest {

  private static final boolean SOAK = Boolean.getBoolean("rekindle.soak");
  private static final Long SEED = Long.getLong("rekindle.seed");
  private static final int PROGRAMS = SEED != null ? 1 : SOAK ? 10_000 : 100;
  private static final int THREADS_MAX = 3;

  /** Chronicle takes longer to open than all the rest of a program. */
  private static final int QUEUE_EVERY = 50;

  private final WovenSide[] sides = {new WovenSide(), new WovenSide()};
  private final ExecutorService executor = Executors.newFixedThreadPool(THREADS_MAX);

  @TempDir Path folder;

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void shouldReplayLivingGraphAfterEachCommit() throws Exception {
    long first = SEED != null ? SEED : new Random().nextInt(1_000_000_000);
    int programs = Integer.getInteger("rekindle.programs", PROGRAMS);
    try {
      for (int i = 0; i < programs; i++) {
        long seed = SEED != null ? SEED : first + i;
        Path path = folder.resolve("program" + i);
        try {
          run(path, seed);
        } catch (Throwable e) {
          throw new AssertionError("repeat with -Drekindle.seed=" + seed, e);
        }
        StoreFiles.deleteRecursively(path);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private void run(Path path, long seed) throws Exception {
    Random random = new Random(seed);
    int threads = random.nextBoolean() ? 1 : 2 + random.nextInt(THREADS_MAX - 1);
    boolean hasQueue = random.nextInt(QUEUE_EVERY) == 0;
    long windowNs = random.nextBoolean() ? 0 : TimeUnit.MILLISECONDS.toNanos(5);
    try (ReplayedName name = new ReplayedName(path, sides, threads, seed, hasQueue, windowNs)) {
      Subject program = name.start();
      int rounds = 2 + random.nextInt(4);
      for (int round = 0; round < rounds; round++) {
        if (threads == 1) {
          step(name, program, random);
        } else {
          race(name, program, threads, random);
        }
        compare(name);
        switch (random.nextInt(8)) {
          case 0, 1 -> name.fold();
          case 2 -> {
            program = name.start();
            compare(name);
          }
          default -> {}
        }
      }
    }
  }

  private static void step(ReplayedName name, Subject program, Random random) {
    boolean isSection = random.nextBoolean();
    if (random.nextInt(4) == 0) {
      program.step(0, random.nextLong(), false);
      name.loseCommit();
    }
    program.step(0, random.nextLong(), isSection);
    if (!isSection) {
      name.interval();
    }
  }

  private void race(ReplayedName name, Subject program, int threads, Random random)
      throws ExecutionException, InterruptedException {
    // Looks for races begin with the first change outside sections, which may race unseen.
    program.step(0, random.nextLong(), false);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      Random own = new Random(random.nextLong());
      int steps = 1 + random.nextInt(8);
      Callable<Void> body =
          () -> {
            for (int step = 0; step < steps; step++) {
              program.step(thread, own.nextLong(), own.nextBoolean());
            }
            return null;
          };
      running.add(executor.submit(body));
    }
    while (!running.stream().allMatch(Future::isDone)) {
      if (random.nextInt(8) == 0) {
        name.loseCommit();
      }
      name.interval();
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
    }
    for (Future<?> each : running) {
      each.get();
    }
    name.checkpoint();
  }

  private static void compare(ReplayedName name) throws IOException {
    String held = name.held();
    String replayed = name.replayed();
    if (!held.equals(replayed)) {
      assertThat(replayed.lines().toList()).isEqualTo(held.lines().toList());
    }
  }
}
