package io.rekindle.agent.restore;

import io.rekindle.agent.AgentThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the tasks of one phase of a restore on several threads.
 *
 * <p>The calling thread may be inside a class initializer, and the application's other threads may
 * wait for it; so a thread of ours must never wait for the application. Tasks that may run its code
 * are confined to the calling thread; single steps are handed over to it, see {@link
 * ClaimingThread}.
 */
final class RestoreThreads {

  /** More threads than that are soon limited by memory. */
  private static final int THREADS_MAX = 8;

  private final List<Task> first = new ArrayList<>();
  private final List<Task> shared = new ArrayList<>();
  private final List<Task> confined = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final ClaimingThread claiming = new ClaimingThread();
  private volatile Throwable failure;

  /** A part of a phase; does not depend on any other part. */
  interface Task {
    /** Runs the part with the decoder of the thread that runs it. */
    void run(NodeDecoder decoder);
  }

  /** Makes a decoder for one thread of ours. */
  interface Decoders {
    /** A new decoder, which leaves to {@code claiming} what its own thread must not do. */
    NodeDecoder newDecoder(ClaimingThread claiming);
  }

  void add(Task task, boolean isConfined) {
    (isConfined ? confined : shared).add(task);
  }

  /** Adds a task that should begin early, since it may take long. */
  void addFirst(Task task, boolean isConfined) {
    (isConfined ? confined : first).add(task);
  }

  /**
   * Runs all tasks and returns when they are done.
   *
   * @param own a decoder for the calling thread, used by nobody else meanwhile
   * @param decoders those of the other threads
   * @throws RuntimeException the first failure; the other tasks may not have run then
   */
  void run(NodeDecoder own, Decoders decoders) {
    shared.addAll(0, first);
    int threadCount = Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors());
    for (int i = 1; i < Math.min(threadCount, shared.size()); i++) {
      start(i, decoders.newDecoder(claiming));
    }
    for (Task task : confined) {
      claiming.takeSteps();
      runGuarded(task, own);
    }
    runShared(own, true);
    claiming.awaitAll();
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  private void start(int number, NodeDecoder decoder) {
    Runnable body =
        new Runnable() {
          @Override
          public void run() {
            try {
              runShared(decoder, false);
            } finally {
              claiming.ends();
            }
          }
        };
    Thread thread = AgentThread.of("restore-" + number, body);
    claiming.starts();
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      // No thread to be had: the others do its part.
      claiming.ends();
    }
  }

  private void runShared(NodeDecoder decoder, boolean isClaiming) {
    for (int i = next.getAndIncrement(); i < shared.size(); i = next.getAndIncrement()) {
      if (isClaiming) {
        claiming.takeSteps();
      }
      runGuarded(shared.get(i), decoder);
    }
  }

  private void runGuarded(Task task, NodeDecoder decoder) {
    if (failure != null) {
      return;
    }
    try {
      task.run(decoder);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }
}
