package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.Contender;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The phases that measure how long application threads stand still while the library does something
 * large. Two threads probe about every millisecond, one with durable changes (it enters a section),
 * one with changes in memory (it does not); each has accounts of its own.
 */
final class StallPhases {

  private static final long SEED = 17;
  private static final long REST_NS = 500_000_000;
  private static final int PROBED_COUNT = 100;

  private StallPhases() {}

  /**
   * Contenders that are not safe for use by several threads make the application lock, as it would
   * have to.
   */
  static void firstCheckpoint(Contender contender, Path store, Options options, Result result)
      throws Exception {
    contender.open(store);
    contender.load(ChangePhases.accountCount(options));
    System.gc(); // objects just made would be moved by the next collections, whoever causes those
    ReentrantLock lock = contender.isThreadSafe() ? null : new ReentrantLock();
    Prober commits = durable(contender, lock);
    Prober writes = inMemory(contender, lock);
    writes.start(); // alone at first: a durable change would checkpoint everything
    Stalls.Window rest = rest();
    long startNs = System.nanoTime();
    commits.start();
    checkpoint(contender, lock);
    commits.awaitFirst(); // a small checkpoint can end before that thread has begun
    Stalls.Window window = new Stalls.Window(startNs, System.nanoTime());
    commits.finish();
    writes.finish();
    put(result, List.of(window), commits, writes);
    writes.putOtherMax(result, List.of(window), rest);
  }

  private static void checkpoint(Contender contender, ReentrantLock lock) throws Exception {
    if (lock == null) {
      contender.firstCheckpoint();
      return;
    }
    lock.lock();
    try {
      contender.firstCheckpoint();
    } finally {
      lock.unlock();
    }
  }

  /** During the folds of the journal that one busy thread causes. */
  static void fold(Contender contender, Path store, Options options, Result result)
      throws Exception {
    underChange(contender, store, options, result, Happening.FOLD);
  }

  /** About the rolls of journal segments that one busy thread causes. */
  static void roll(Contender contender, Path store, Options options, Result result)
      throws Exception {
    underChange(contender, store, options, result, Happening.ROLL);
  }

  private enum Happening {
    FOLD,
    ROLL
  }

  private static void underChange(
      Contender contender, Path store, Options options, Result result, Happening happening)
      throws Exception {
    ChangePhases.fill(contender, store, options);
    SplittableRandom random = new SplittableRandom(SEED);
    int busyCount = ChangePhases.accountCount(options) - 2 * PROBED_COUNT;
    Prober commits = durable(contender, null);
    Prober writes = inMemory(contender, null);
    Prober busy =
        Prober.busy(
            "busy",
            index -> contender.changeOneField(2 * PROBED_COUNT + random.nextInt(busyCount), 1));
    List<Prober> probers = List.of(commits, writes, busy);
    commits.start();
    writes.start();
    busy.start();
    StoreEvents events = new StoreEvents(store);
    events.watch(ChangePhases.limitNs(options));
    for (Prober prober : probers) {
      prober.finish();
    }
    List<Stalls.Window> windows = happening == Happening.FOLD ? events.folds() : events.rolls();
    if (windows.isEmpty()) {
      throw new IllegalStateException(
          "no " + happening + " happened: seconds=" + options.number("seconds", 0));
    }
    put(result, windows, commits, writes, busy);
    for (Prober prober : probers) {
      prober.putOtherMax(result, windows, events.watched());
    }
  }

  private static Prober durable(Contender contender, ReentrantLock lock) {
    return Prober.pausing(
        "commit", index -> contender.changeOneField(index % PROBED_COUNT, 1), lock);
  }

  private static Prober inMemory(Contender contender, ReentrantLock lock) {
    return Prober.pausing(
        "write", index -> contender.changeInMemory(PROBED_COUNT + index % PROBED_COUNT, 1), lock);
  }

  /** Lets the probers run with nothing else going on; what they see then is the machine's own. */
  private static Stalls.Window rest() throws InterruptedException {
    long startNs = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(REST_NS);
    return new Stalls.Window(startNs, System.nanoTime());
  }

  private static void put(Result result, List<Stalls.Window> windows, Prober... probers) {
    result.put("windows", windows.size());
    result.put("meanNs", windows.stream().mapToLong(Stalls.Window::lengthNs).average().orElse(0));
    for (Prober prober : probers) {
      prober.putInto(result, windows);
    }
  }
}
