package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.Contender;
import io.rekindle.benchmarks.contender.Totals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * The phase that measures durable changes by one thread and by several, in turns, in one JVM. Each
 * thread changes accounts of its own.
 */
final class GroupCommitPhase {

  private static final int THREAD_COUNT = 4;
  private static final int TURN_SHARE = 2; // of a pair's time

  private final Contender contender;
  private final int accountCount;
  private final AtomicLong depositCount = new AtomicLong();

  private GroupCommitPhase(Contender contender, int accountCount) {
    this.contender = contender;
    this.accountCount = accountCount;
  }

  static void run(Contender contender, Path store, Options options, Result result)
      throws Exception {
    ChangePhases.fill(contender, store, options);
    GroupCommitPhase phase = new GroupCommitPhase(contender, ChangePhases.accountCount(options));
    long turnNs = ChangePhases.limitNs(options) / TURN_SHARE;
    phase.turn(1, turnNs / 2, Loop.histogram());
    phase.turn(THREAD_COUNT, turnNs / 2, Loop.histogram());
    phase.measure(turnNs, (int) options.number("pairs", 1), result);
    Totals expected = Totals.expected(phase.accountCount).deposited(phase.depositCount.get());
    result.putTotals(Changes.verified(contender, expected));
  }

  private void measure(long turnNs, int pairCount, Result result) throws Exception {
    Histogram one = Loop.histogram();
    Histogram many = Loop.histogram();
    List<Double> onePerSecond = new ArrayList<>();
    List<Double> manyPerSecond = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int pair = 0; pair < pairCount; pair++) {
      onePerSecond.add(turn(1, turnNs, one));
      manyPerSecond.add(turn(THREAD_COUNT, turnNs, many));
      ratios.add(manyPerSecond.get(pair) / onePerSecond.get(pair));
    }
    result.put("ratio", Throughput.median(ratios));
    result.put("ratioMin", ratios.stream().mapToDouble(Double::doubleValue).min().orElseThrow());
    result.put("ratioMax", ratios.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    putTurns(result, "one", onePerSecond, one);
    putTurns(result, "many", manyPerSecond, many);
  }

  private static void putTurns(
      Result result, String name, List<Double> perSecond, Histogram latencies) {
    result
        .put(name + "OpsPerSecond", Throughput.median(perSecond))
        .put(name + "P50Ns", latencies.getValueAtPercentile(50))
        .put(name + "P99Ns", latencies.getValueAtPercentile(99))
        .put(name + "P999Ns", latencies.getValueAtPercentile(99.9))
        .put(name + "MaxNs", latencies.getMaxValue());
  }

  /** Lets {@code threadCount} threads change things for {@code turnNs}; returns changes/s. */
  private double turn(int threadCount, long turnNs, Histogram latencies) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(threadCount);
    try {
      List<Callable<Histogram>> tasks = new ArrayList<>();
      for (int thread = 0; thread < threadCount; thread++) {
        int first = thread;
        tasks.add(() -> change(first, threadCount, turnNs));
      }
      long startNs = System.nanoTime();
      long changeCount = 0;
      for (Future<Histogram> task : threads.invokeAll(tasks)) {
        latencies.add(task.get());
        changeCount += task.get().getTotalCount();
      }
      return changeCount * 1e9 / (System.nanoTime() - startNs);
    } finally {
      threads.shutdownNow();
    }
  }

  private Histogram change(int first, int threadCount, long turnNs) throws Exception {
    SplittableRandom random = new SplittableRandom(first);
    int ownCount = accountCount / threadCount;
    Loop loop =
        new Loop(
            index ->
                contender.changeOneField(first + (long) threadCount * random.nextInt(ownCount), 1));
    Histogram latencies = loop.latencies(Long.MAX_VALUE, turnNs);
    depositCount.addAndGet(loop.operationCount());
    return latencies;
  }
}
