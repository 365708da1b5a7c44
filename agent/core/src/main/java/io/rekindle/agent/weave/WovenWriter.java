package io.rekindle.agent.weave;

import io.rekindle.agent.AgentThread;
import io.rekindle.agent.log.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Does what there is to be done with woven classes beside the threads that load them, in order. Its
 * thread begins with the first class, and ends when none came for a while. What there is no room or
 * no thread for is left out. Thread-safe.
 */
final class WovenWriter<T> implements Runnable {

  /** The agent's own. */
  static final ThreadFactory AGENT_THREADS = task -> AgentThread.of("woven", task);

  private static final Log LOG = Log.of(WovenWriter.class);

  /** An application loads its classes in quick succession. */
  private static final long IDLE_MS_MAX = 500;

  private final Consumer<List<T>> target;
  private final long bytesMax;
  private final ThreadFactory threads;
  private final long idleMs;
  private List<T> waiting = new ArrayList<>();

  /** Of those that wait, and of those that the target has. */
  private long bytes;

  private long takenBytes;

  /** Whether there is a thread that looks for more before it ends. */
  private boolean isRunning;

  private boolean isBusy;

  /** Whether no thread could be started: to try again for each class may take long. */
  private boolean isGivenUp;

  /**
   * A writer without a thread yet.
   *
   * @param target called by one thread at a time
   * @param bytesMax how much may wait
   */
  WovenWriter(Consumer<List<T>> target, long bytesMax, ThreadFactory threads) {
    this(target, bytesMax, threads, IDLE_MS_MAX);
  }

  /** The same, with a thread that ends when none came for {@code idleMs}. */
  WovenWriter(Consumer<List<T>> target, long bytesMax, ThreadFactory threads, long idleMs) {
    this.target = target;
    this.bytesMax = bytesMax;
    this.threads = threads;
    this.idleMs = idleMs;
  }

  /** Adds an item that takes {@code itemBytes} while it waits. */
  synchronized void add(T item, long itemBytes) {
    if (isGivenUp || itemBytes > bytesMax - bytes) {
      return;
    }
    waiting.add(item);
    bytes += itemBytes;
    if (isRunning) {
      notifyAll();
    } else {
      start();
    }
  }

  /** A system that allows no more threads throws an error here. */
  private void start() {
    try {
      threads.newThread(this).start();
      isRunning = true;
    } catch (Throwable e) {
      isGivenUp = true;
      end();
      LOG.info("woven classes are not stored: cause={}", e.toString());
    }
  }

  /** Waits until all that was added before has been given to the target, or left out. */
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
    } catch (Throwable e) {
      end();
      throw e;
    }
  }

  /** There is no thread: what waits is left out, the next class gets another one. */
  private synchronized void end() {
    isRunning = false;
    isBusy = false;
    waiting.clear();
    bytes = 0;
    takenBytes = 0;
    notifyAll();
  }

  /** Empty if the thread has to end; another one may be running by the time that it does. */
  private synchronized List<T> take() {
    isBusy = false;
    bytes -= takenBytes;
    takenBytes = 0;
    notifyAll();
    try {
      if (waiting.isEmpty()) {
        wait(idleMs);
      }
    } catch (InterruptedException e) {
      // Nobody has anything to tell this thread; what waits is taken.
    }
    List<T> taken = waiting;
    waiting = new ArrayList<>();
    takenBytes = bytes;
    isBusy = !taken.isEmpty();
    isRunning = isBusy;
    return taken;
  }
}
