package io.rekindle.guarantees.apps.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Threads of a program; a failure of any ends the JVM, since the others may wait for it. */
final class Team {

  /** What one thread does. */
  interface Task {
    void run(SplittableRandom random) throws Exception;
  }

  private static final int EXIT_FAILED = 3;

  private final List<Thread> threads = new ArrayList<>();

  void start(long seed, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run(new SplittableRandom(seed + 1));
              } catch (Throwable e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(EXIT_FAILED);
              }
            });
    threads.add(thread);
    thread.start();
  }

  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
