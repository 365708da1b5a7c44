package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.Contender;
import io.rekindle.benchmarks.contender.Totals;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** The phases that measure single changes to a loaded and checkpointed state. */
final class ChangePhases {

  private static final long SEED = 9;
  private static final int REPLACED_ONE_IN = 100;

  /** Who is slow is not made faster by a long warm-up. */
  private static final int WARMUP_SHARE = 4;

  private ChangePhases() {}

  static void changeField(Contender contender, Path store, Options options, Result result)
      throws Exception {
    fill(contender, store, options);
    Changes changes = new Changes(contender, accountCount(options));
    measure(new Loop(index -> changes.deposit()), options, result);
    result.putTotals(changes.verified());
  }

  static void putNew(Contender contender, Path store, Options options, Result result)
      throws Exception {
    fill(contender, store, options);
    long firstId = accountCount(options);
    Loop loop = new Loop(index -> contender.putNew(firstId + index));
    measure(loop, options, result);
    result.putTotals(Changes.verified(contender, Totals.expected(firstId + loop.operationCount())));
  }

  static void endlessChange(Contender contender, Path store, Options options, Result result)
      throws Exception {
    fill(contender, store, options);
    int accountCount = accountCount(options);
    SplittableRandom random = new SplittableRandom(SEED);
    Loop loop =
        new Loop(
            index -> {
              long id = random.nextInt(accountCount);
              if (index % REPLACED_ONE_IN == 0) {
                contender.putNew(id);
              } else {
                contender.changeOneField(id, 1);
              }
            });
    result.put("meanNs", loop.mean(options.number("operations", 0), limitNs(options)));
    result.put("ops", loop.operationCount()).putTotals(contender.totals());
  }

  static int accountCount(Options options) {
    return Math.toIntExact(options.number("accounts", Defaults.ACCOUNT_COUNT));
  }

  static long limitNs(Options options) {
    return options.number("seconds", Defaults.LOOP_SECONDS) * 1_000_000_000L;
  }

  static void fill(Contender contender, Path store, Options options) throws Exception {
    contender.open(store);
    contender.load(accountCount(options));
    contender.firstCheckpoint();
  }

  /** Warms up, then measures the mean without and the distribution with a clock in the loop. */
  private static void measure(Loop loop, Options options, Result result) throws Exception {
    long operationCount = options.number("operations", Defaults.OPERATION_COUNT);
    long limitNs = limitNs(options);
    loop.mean(options.number("warmup", Defaults.WARMUP_COUNT), limitNs / WARMUP_SHARE);
    double meanNs = loop.mean(operationCount, limitNs);
    Histogram histogram = loop.latencies(operationCount, limitNs);
    result.put("meanNs", meanNs).put("ops", loop.operationCount()).putPercentiles(histogram);
  }
}
