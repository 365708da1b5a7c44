package io.rekindle.agent.restore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Steps that threads of a restore hand over to the thread that claims state, since they may run
 * code of the application or take its locks, such as that of a class loader: the claiming thread
 * may hold these. It takes the steps between its own tasks, and while it waits for the other
 * threads.
 *
 * <p>{@link #call} may be called by any thread, {@link #takeSteps} and {@link #awaitAll} by the
 * claiming thread alone.
 */
final class ClaimingThread {

  private final Deque<Step<?>> steps = new ArrayDeque<>();

  /** Threads that may still hand over steps. */
  private int running;

  /**
   * Has the claiming thread run a step, and waits for it.
   *
   * @throws RuntimeException what the step threw
   */
  <T> T call(Supplier<T> step) {
    Step<T> handed = new Step<>(step);
    boolean isInterrupted = false;
    synchronized (this) {
      steps.add(handed);
      notifyAll();
      while (!handed.isDone) {
        try {
          wait();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    return handed.result();
  }

  /** A thread is about to start. */
  synchronized void starts() {
    running++;
  }

  /** The calling thread hands over nothing any more. */
  synchronized void ends() {
    running--;
    notifyAll();
  }

  /** Runs what was handed over so far. */
  void takeSteps() {
    Step<?> step = poll();
    while (step != null) {
      run(step);
      step = poll();
    }
  }

  /** Runs what is handed over until all threads have ended. */
  void awaitAll() {
    boolean isInterrupted = false;
    boolean isOver = false;
    while (!isOver) {
      takeSteps();
      synchronized (this) {
        if (steps.isEmpty() && running > 0) {
          try {
            wait();
          } catch (InterruptedException e) {
            // Not ours to consume.
            isInterrupted = true;
          }
        }
        isOver = steps.isEmpty() && running == 0;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Step<?> poll() {
    return steps.poll();
  }

  /** Without our lock: the step may wait for whatever it likes. */
  private void run(Step<?> step) {
    step.run();
    synchronized (this) {
      step.isDone = true;
      notifyAll();
    }
  }

  /** One step and its outcome, which the lock publishes. */
  private static final class Step<T> {
    private final Supplier<T> body;
    private T value;
    private Throwable failure;
    private boolean isDone;

    Step(Supplier<T> body) {
      this.body = body;
    }

    void run() {
      try {
        value = body.get();
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }

    T result() {
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
      return value;
    }
  }
}
