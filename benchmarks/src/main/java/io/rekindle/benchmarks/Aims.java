package io.rekindle.benchmarks;

import static io.rekindle.benchmarks.ContenderKind.APPEND_COMMIT;
import static io.rekindle.benchmarks.ContenderKind.ECLIPSE_STORE;
import static io.rekindle.benchmarks.ContenderKind.MEMORY;
import static io.rekindle.benchmarks.ContenderKind.PREVAYLER;
import static io.rekindle.benchmarks.ContenderKind.REKINDLE;
import static io.rekindle.benchmarks.ContenderKind.REKINDLE_DISK;
import static io.rekindle.benchmarks.ContenderKind.REKINDLE_INTERVAL;
import static io.rekindle.benchmarks.ContenderKind.REKINDLE_LOADER;

import io.rekindle.benchmarks.Aim.Direction;
import io.rekindle.benchmarks.Aim.Figures;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What Rekindle aims at. The sizes are those of the full works: a scaled run meets no aim. */
final class Aims {

  private static final long SMALL = 10_000;
  private static final long MEDIUM = 1_000_000;
  private static final long LARGE = 10_000_000;

  private static final double DISK_PER_LIVE = 2.5;

  /** A segment of the journal, and as much of the next one as makes a fold due. */
  private static final double CYCLE_BYTES = (64 << 20) + (16 << 20);

  static final List<Aim> ALL =
      List.of(
          most(Work.T1, MEDIUM, "mean", "meanNs", 600),
          most(Work.T1, MEDIUM, "p99", "p99Ns", 2_000),
          leastRatio(Work.T1, "EclipseStore / Rekindle", 100, ECLIPSE_STORE, REKINDLE),
          leastRatio(Work.T1, "Prevayler / Rekindle", 10, PREVAYLER, REKINDLE),
          new Aim(
              figures(Work.T1, MEDIUM, "meanNs"),
              "Rekindle / append of the same bytes",
              Direction.AT_MOST,
              2.5,
              "ratio",
              figures -> figures.ratio(REKINDLE, APPEND_COMMIT)),
          most(Work.T2, MEDIUM, "mean", "meanNs", 1_000),
          most(Work.T3, MEDIUM, "took", "meanNs", 500e6),
          most(
              Work.T3_STALL,
              MEDIUM,
              "longest change in a section",
              "commitMaxNs",
              20e6,
              f -> f.of(REKINDLE_INTERVAL)),
          most(Work.T3_STALL, MEDIUM, "longest change in memory", "writeMaxNs", 20e6),
          most(Work.T3_FOLD, MEDIUM, "longest durable change", "commitMaxNs", 20e6),
          most(Work.T3_ROLL, SMALL, "longest durable change", "commitMaxNs", 20e6),
          most(
              Work.T4, MEDIUM, "mean, restart loader", "meanNs", 450e6, f -> f.of(REKINDLE_LOADER)),
          most(Work.T5, 100, "p50, restart loader", "p50Ns", 150e6, f -> f.of(REKINDLE_LOADER)),
          most(
              Work.T5,
              100,
              "p50, less that of a plain start",
              "p50Ns",
              100e6,
              f -> f.difference(REKINDLE_LOADER, MEMORY)),
          least(Work.T7, SMALL, "with / without", 0.97, REKINDLE_INTERVAL),
          least(Work.T7_SERVICE, SMALL, "with / without", 0.97, REKINDLE_INTERVAL),
          least(Work.T7_WOVEN, SMALL, "with / without", 0.99, REKINDLE_INTERVAL),
          new Aim(
              figures(Work.T8, LARGE, "meanNs"),
              "10,000,000 objects against 10,000, both less the plain loop",
              Direction.AT_MOST,
              1.5,
              "ratio",
              f ->
                  f.difference(REKINDLE, MEMORY)
                      / f.withAccounts(SMALL).difference(REKINDLE, MEMORY)),
          diskUse(Work.T9_SMALL, 1_000),
          diskUse(Work.T9_MEDIUM, 100_000),
          most(Work.T10, MEDIUM, "per object", "perObjectBytes", 8),
          most(Work.T10_LISTS, MEDIUM, "per object", "perObjectBytes", 8),
          least(Work.T11, SMALL, "4 threads / 1", 3, REKINDLE_DISK),
          most(Work.START_5000, 5_000, "initial load, more than without", "initialMoreNs", 300e6),
          most(Work.START_5000, 5_000, "restart, more than without", "restartMoreNs", 100e6));

  private Aims() {}

  private static Figures figures(Work work, long accountCount, String key) {
    return new Figures(null, new Section(work, accountCount), key);
  }

  private static Aim most(Work work, long accountCount, String what, String key, double bound) {
    return most(work, accountCount, what, key, bound, figures -> figures.of(REKINDLE));
  }

  private static Aim most(
      Work work,
      long accountCount,
      String what,
      String key,
      double bound,
      ToDoubleFunction<Figures> formula) {
    return new Aim(figures(work, accountCount, key), what, Direction.AT_MOST, bound, key, formula);
  }

  private static Aim least(
      Work work, long accountCount, String what, double bound, ContenderKind kind) {
    return new Aim(
        figures(work, accountCount, "ratio"),
        what,
        Direction.AT_LEAST,
        bound,
        "ratio",
        figures -> figures.of(kind));
  }

  private static Aim leastRatio(
      Work work, String what, double bound, ContenderKind dividend, ContenderKind divisor) {
    return new Aim(
        figures(work, MEDIUM, "meanNs"),
        what,
        Direction.AT_LEAST,
        bound,
        "ratio",
        figures -> figures.ratio(dividend, divisor));
  }

  /** Beyond its multiple of the live state, one cycle of the journal is allowed. */
  private static Aim diskUse(Work work, long accountCount) {
    return new Aim(
        figures(work, accountCount, "diskMaxBytes"),
        "most on disk, less 2.5 × the live state",
        Direction.AT_MOST,
        CYCLE_BYTES,
        "diskMaxBytes",
        f -> f.of(REKINDLE) - DISK_PER_LIVE * f.withKey("liveBytes").of(REKINDLE));
  }
}
