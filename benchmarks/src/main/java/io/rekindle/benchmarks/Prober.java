package io.rekindle.benchmarks;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;

/**
 * A thread that does a small operation again and again, and records how long each took. Started and
 * finished by one other thread.
 */
final class Prober {

  /** Between two operations of a prober that is not busy. */
  private static final long PAUSE_NS = 1_000_000;

  /** A busy one records only what took longer: the others would be too many. */
  private static final long BUSY_RECORDED_NS_MIN = 20_000;

  private static final long NS_PER_20_MS = 20_000_000;

  /** Upper ends of the classes of stalls in a result; longer ones are the last class. */
  private static final long[] CLASSES_NS = {
    10_000, 100_000, 1_000_000, 5_000_000, 20_000_000, 100_000_000
  };

  private final String name;
  private final Loop.Operation operation;
  private final ReentrantLock lock;
  private final boolean isBusy;
  private final Thread thread;
  private final Stalls stalls = new Stalls();
  private final CountDownLatch probed = new CountDownLatch(1);
  private volatile boolean finishing;
  private volatile Exception failure;

  private Prober(String name, Loop.Operation operation, ReentrantLock lock, boolean isBusy) {
    this.name = name;
    this.operation = operation;
    this.lock = lock;
    this.isBusy = isBusy;
    this.thread = new Thread(this::probe, "prober-" + name);
    thread.setDaemon(true);
  }

  /**
   * One that probes about every millisecond, and is not started yet.
   *
   * @param name begins the names of its figures
   * @param lock held during the operation; null for none
   */
  static Prober pausing(String name, Loop.Operation operation, ReentrantLock lock) {
    return new Prober(name, operation, lock, false);
  }

  /** One without pauses, which records operations of 20 µs and more only. */
  static Prober busy(String name, Loop.Operation operation) {
    return new Prober(name, operation, null, true);
  }

  void start() {
    thread.start();
  }

  /** Waits for the end of its first operation, whether that failed or not. */
  void awaitFirst() throws InterruptedException {
    probed.await();
  }

  /** Ends after the operation under way. */
  void finish() throws Exception {
    finishing = true;
    thread.join();
    if (failure != null && !(failure instanceof UnsupportedOperationException)) {
      throw failure;
    }
  }

  /**
   * Adds what was seen in {@code windows}; leaves out what was not probed. Call after {@link
   * #finish}.
   */
  void putInto(Result result, List<Stalls.Window> windows) {
    Histogram seen = stalls.within(windows);
    if (failure != null || seen.getTotalCount() == 0) {
      return;
    }
    result.put(name + "MaxNs", seen.getMaxValue());
    if (!isBusy) {
      result.put(name + "P50Ns", seen.getValueAtPercentile(50));
      result.put(name + "P99Ns", seen.getValueAtPercentile(99));
      result.put(name + "Over20ms", seen.getCountBetweenValues(NS_PER_20_MS, Loop.LATENCY_NS_MAX));
    }
    putClasses(result, seen);
  }

  private void putClasses(Result result, Histogram seen) {
    long fromNs = 0;
    for (long toNs : CLASSES_NS) {
      String key = name + "CountUpTo" + toNs / 1_000 + "us";
      result.put(key, seen.getCountBetweenValues(fromNs, toNs));
      fromNs = toNs + 1;
    }
    String key = name + "CountAbove" + fromNs / 1_000 + "us";
    result.put(key, seen.getCountBetweenValues(fromNs, Loop.LATENCY_NS_MAX));
  }

  /** Adds the longest within {@code all} but outside {@code windows}, if there was one. */
  void putOtherMax(Result result, List<Stalls.Window> windows, Stalls.Window all) {
    Histogram seen = stalls.outside(windows, all);
    if (seen.getTotalCount() > 0) {
      result.put(name + "OtherMaxNs", seen.getMaxValue());
    }
  }

  private void probe() {
    for (long index = 0; !finishing; index++) {
      long startNs = System.nanoTime();
      boolean isDone = probeOnce(index);
      long tookNs = System.nanoTime() - startNs;
      if (!isDone) {
        return;
      }
      if (!isBusy) {
        stalls.add(startNs, tookNs);
        LockSupport.parkNanos(PAUSE_NS);
      } else if (tookNs >= BUSY_RECORDED_NS_MIN) {
        stalls.add(startNs, tookNs);
      }
    }
  }

  private boolean probeOnce(long index) {
    if (lock != null) {
      lock.lock();
    }
    try {
      operation.run(index);
      return true;
    } catch (Exception e) {
      failure = e;
      return false;
    } finally {
      if (lock != null) {
        lock.unlock();
      }
      probed.countDown();
    }
  }
}
