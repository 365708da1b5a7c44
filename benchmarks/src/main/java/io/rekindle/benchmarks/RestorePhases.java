package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.Contender;
import io.rekindle.benchmarks.contender.Totals;
import java.nio.file.Path;

/** The two halves of bringing a state back in a fresh JVM. */
final class RestorePhases {

  private RestorePhases() {}

  static void prepare(Contender contender, Path store, Options options, Result result)
      throws Exception {
    ChangePhases.fill(contender, store, options);
    Changes changes = new Changes(contender, ChangePhases.accountCount(options));
    new Loop(index -> changes.deposit())
        .mean(options.number("tail", Defaults.TAIL_COUNT), ChangePhases.limitNs(options));
    result.putTotals(changes.verified());
  }

  static void restore(Contender contender, Path store, Options options, Result result)
      throws Exception {
    contender.open(store);
    if (!contender.isPersistent()) {
      contender.load(ChangePhases.accountCount(options));
    }
    result.put("holdsAtNs", System.nanoTime());
    Totals totals = contender.totals();
    result.put("verifiedAtNs", System.nanoTime());
    result.putTotals(totals);
  }
}
