package io.rekindle.agent.weave;

import io.rekindle.agent.AgentThread;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Does what there is to be done with woven classes beside the threads that load them, in order. Its
 * thread begins with the first class, and ends when none came for a while. Thread-safe.
 */
final class WovenWriter<T> implements Runnable {

  /** An application loads its classes in quick succession. */
  private static final long IDLE_MS_MAX = 500;

  private final Consumer<List<T>> target;
  private List<T> waiting = new ArrayList<>();

  /** Whether there is a thread; it has given what it took to the target if it waits. */
  private boolean isRunning;

  private boolean isBusy;

  /** {@code target} is called by one thread at a time. */
  WovenWriter(Consumer<List<T>> target) {
    this.target = target;
  }

  synchronized void add(T item) {
    waiting.add(item);
    if (isRunning) {
      notifyAll();
    } else {
      isRunning = true;
      AgentThread.of("woven", this).start();
    }
  }

  /** Waits until all that was added before has been given to the target. */
  synchronized void flush() throws InterruptedException {
    while (isBusy || !waiting.isEmpty()) {
      wait();
    }
  }

  @Override
  public void run() {
    try {
      for (List<T> taken = take(); !taken.isEmpty(); taken = take()) {
        target.accept(taken);
      }
    } finally {
      end();
    }
  }

  /** Also if the target fails: the next class gets another thread. */
  private synchronized void end() {
    isRunning = false;
    isBusy = false;
    notifyAll();
  }

  /** Empty if the thread has to end. */
  private synchronized List<T> take() {
    isBusy = false;
    notifyAll();
    try {
      if (waiting.isEmpty()) {
        wait(IDLE_MS_MAX);
      }
    } catch (InterruptedException e) {
      // Nobody has anything to tell this thread; what waits is taken.
    }
    List<T> taken = waiting;
    waiting = new ArrayList<>();
    isBusy = !taken.isEmpty();
    isRunning = isBusy;
    return taken;
  }
}
