package io.rekindle.benchmarks;

import java.util.List;
import java.util.Locale;

/** The shapes of tables in a report. */
enum Table {
  /** Of single operations. */
  LATENCIES(
      "meanNs",
      List.of(
          new Column("mean", "meanNs"),
          new Column("p50", "p50Ns"),
          new Column("p99", "p99Ns"),
          new Column("p99.9", "p999Ns"),
          new Column("max", "maxNs"),
          new Column("operations", "ops"),
          new Column("on disk", "diskBytes"))),
  /** Of one long operation. */
  CHECKPOINT(
      "meanNs",
      List.of(
          new Column("took", "meanNs"),
          new Column("on disk", "diskBytes"),
          new Column("heap after collection", "heapBytes"))),
  /** Of what others suffer from it. */
  STALL(
      "commitMaxNs",
      List.of(
          new Column("took", "meanNs"),
          new Column("times seen", "windows"),
          new Column("durable change p50", "commitP50Ns"),
          new Column("p99", "commitP99Ns"),
          new Column("max", "commitMaxNs"),
          new Column("over 20 ms", "commitOver20ms"),
          new Column("change in memory p50", "writeP50Ns"),
          new Column("p99", "writeP99Ns"),
          new Column("max", "writeMaxNs"),
          new Column("over 20 ms", "writeOver20ms"),
          new Column("busy thread's max", "busyMaxNs"),
          new Column("other times: durable change max", "commitOtherMaxNs"),
          new Column("change in memory max", "writeOtherMaxNs"),
          new Column("busy thread's max", "busyOtherMaxNs"))),
  /** Of restarts. */
  RESTORE(
      "meanNs",
      List.of(
          new Column("mean", "meanNs"),
          new Column("p50", "p50Ns"),
          new Column("p99", "p99Ns"),
          new Column("p99.9", "p999Ns"),
          new Column("max", "maxNs"),
          new Column("main entered, mean", "entryMeanNs"),
          new Column("restarts", "ops"),
          new Column("on disk", "diskBytes"))),
  /** Of disk space. */
  DISK(
      "diskMaxBytes",
      List.of(
          new Column("most on disk", "diskMaxBytes"),
          new Column("at the end", "diskEndBytes"),
          new Column("live state", "liveBytes"),
          new Column("most / live", "diskPerLive"),
          new Column("operations", "ops"),
          new Column("mean", "meanNs"))),
  /** Of two throughputs. */
  THROUGHPUT(
      "ratio",
      List.of(
          new Column("with / without, median", "ratio"),
          new Column("least", "ratioMin"),
          new Column("greatest", "ratioMax"),
          new Column("with, operations/s", "withOpsPerSecond"),
          new Column("without, operations/s", "withoutOpsPerSecond"),
          new Column("pairs", "pairs"))),
  /** Of memory. */
  MEMORY(
      "perObjectBytes",
      List.of(
          new Column("per object", "perObjectBytes"),
          new Column("each further object", "perFurtherObjectBytes"),
          new Column("heap", "heapBytes"),
          new Column("heap of a plain JVM", "plainHeapBytes"),
          new Column("direct and mapped buffers", "bufferBytes"))),
  /** Of starts with the agent and without. */
  START(
      "initialNs",
      List.of(
          new Column("without the agent", "plainNs"),
          new Column("initial load", "initialNs"),
          new Column("restart", "restartNs"),
          new Column("initial load, more than without", "initialMoreNs"),
          new Column("restart, more than without", "restartMoreNs"),
          new Column("rounds", "pairs"),
          new Column("on disk", "diskBytes"))),
  /** Of several threads against one. */
  GROUP_COMMIT(
      "ratio",
      List.of(
          new Column("4 threads / 1", "ratio"),
          new Column("least", "ratioMin"),
          new Column("greatest", "ratioMax"),
          new Column("1 thread, commits/s", "oneOpsPerSecond"),
          new Column("4 threads, commits/s", "manyOpsPerSecond"),
          new Column("1 thread p50", "oneP50Ns"),
          new Column("p99", "oneP99Ns"),
          new Column("max", "oneMaxNs"),
          new Column("4 threads p50", "manyP50Ns"),
          new Column("p99", "manyP99Ns"),
          new Column("max", "manyMaxNs")));

  /**
   * A column.
   *
   * @param header what it says on top
   * @param key the figure in a result; its ending tells the unit
   */
  record Column(String header, String key) {

    /** The figure as people read it, three digits long; a dash if there is none. */
    String cell(Result result) {
      if (!result.has(key)) {
        return "–";
      }
      double value = result.number(key);
      if (key.endsWith("Ns")) {
        return scaled(value, 1_000, "ns", "µs", "ms", "s");
      }
      if (key.endsWith("Bytes")) {
        return scaled(value, 1_024, "B", "KiB", "MiB", "GiB");
      }
      return value == Math.rint(value)
          ? String.format(Locale.ROOT, "%,d", (long) value)
          : threeDigits(value);
    }
  }

  private final String ratioKey;
  private final List<Column> columns;

  Table(String ratioKey, List<Column> columns) {
    this.ratioKey = ratioKey;
    this.columns = columns;
  }

  /** The figure that contenders are compared by. */
  String ratioKey() {
    return ratioKey;
  }

  List<Column> columns() {
    return columns;
  }

  /** {@code value} with three significant digits. */
  static String threeDigits(double value) {
    if (value >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
  }

  private static String scaled(double value, int step, String... units) {
    double scaled = value;
    int unit = 0;
    while (scaled >= step && unit < units.length - 1) {
      scaled /= step;
      unit++;
    }
    return threeDigits(scaled) + " " + units[unit];
  }
}
