package io.rekindle.benchmarks;

import static io.rekindle.benchmarks.ContenderKind.APPEND_256;
import static io.rekindle.benchmarks.ContenderKind.APPEND_COMMIT;
import static io.rekindle.benchmarks.ContenderKind.CHRONICLE_MAP;
import static io.rekindle.benchmarks.ContenderKind.ECLIPSE_STORE;
import static io.rekindle.benchmarks.ContenderKind.MEMORY;
import static io.rekindle.benchmarks.ContenderKind.MONIT;
import static io.rekindle.benchmarks.ContenderKind.MVSTORE;
import static io.rekindle.benchmarks.ContenderKind.PREVAYLER;
import static io.rekindle.benchmarks.ContenderKind.PREVAYLER_SYNC;
import static io.rekindle.benchmarks.ContenderKind.REKINDLE;
import static io.rekindle.benchmarks.ContenderKind.REKINDLE_DISK;
import static io.rekindle.benchmarks.ContenderKind.REKINDLE_INTERVAL;
import static io.rekindle.benchmarks.ContenderKind.REKINDLE_LOADER;
import static io.rekindle.benchmarks.ContenderKind.RUNIT;
import static io.rekindle.benchmarks.ContenderKind.S6;
import static io.rekindle.benchmarks.ContenderKind.SERIALIZATION;
import static io.rekindle.benchmarks.ContenderKind.SHELL_LOOP;
import static io.rekindle.benchmarks.ContenderKind.SUPERVISORD;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pieces of work that contenders are compared at. To add one, add a constant, and a {@link
 * Phase} or a {@link Procedure} if none of those fits.
 */
enum Work {
  T1(
      "change one field of one object, durable against process death, one thread",
      Table.LATENCIES,
      Map.of("accounts", Sizes.ALL),
      Procedures.single(Phase.CHANGE_FIELD),
      List.of(
          REKINDLE,
          REKINDLE_DISK,
          MEMORY,
          APPEND_COMMIT,
          APPEND_256,
          CHRONICLE_MAP,
          PREVAYLER,
          PREVAYLER_SYNC,
          MVSTORE,
          ECLIPSE_STORE,
          SERIALIZATION)),
  T2(
      "put a new entry into the map, durable against process death, one thread",
      Table.LATENCIES,
      Map.of(
          "accounts", Sizes.LARGE,
          "operations", "500000", // more would make another state of it
          "warmup", "100000",
          "spare-accounts", "1100000"), // what the loops put at most
      Procedures.single(Phase.PUT_NEW),
      List.of(
          REKINDLE,
          REKINDLE_DISK,
          MEMORY,
          CHRONICLE_MAP,
          PREVAYLER,
          PREVAYLER_SYNC,
          MVSTORE,
          ECLIPSE_STORE,
          SERIALIZATION)),
  T3(
      "first full checkpoint of the state, in a JVM that has done nothing else",
      Table.CHECKPOINT,
      Map.of("accounts", Sizes.ALL),
      Procedures.single(Phase.FIRST_CHECKPOINT),
      List.of(
          REKINDLE,
          REKINDLE_DISK,
          MEMORY,
          CHRONICLE_MAP,
          PREVAYLER,
          MVSTORE,
          ECLIPSE_STORE,
          SERIALIZATION)),
  T3_STALL(
      "stalls of application threads during the first full checkpoint",
      Table.STALL,
      Map.of("jvm-options", "-Drekindle.interval=60s"),
      Procedures.single(Phase.FIRST_CHECKPOINT_STALL),
      List.of(REKINDLE, REKINDLE_INTERVAL, PREVAYLER, ECLIPSE_STORE, SERIALIZATION)),
  T3_FOLD(
      "stalls of application threads while the journal is folded, one thread changing all the time",
      Table.STALL,
      Map.of("seconds", "60"),
      Procedures.single(Phase.FOLD_STALL),
      List.of(REKINDLE)),
  T3_ROLL(
      "stalls of application threads at rolls of a segment, one thread changing all the time",
      Table.STALL,
      Map.of("accounts", "10000", "seconds", "60"),
      Procedures.single(Phase.ROLL_STALL),
      List.of(REKINDLE)),
  T4(
      "the state back in a fresh JVM, from process start (restart loader: from kill -9)",
      Table.RESTORE,
      Map.of("accounts", Sizes.ALL, "kills", "5"),
      Procedures::restore,
      List.of(
          REKINDLE,
          REKINDLE_LOADER,
          MEMORY,
          CHRONICLE_MAP,
          PREVAYLER,
          MVSTORE,
          ECLIPSE_STORE,
          SERIALIZATION)),
  T5(
      "kill -9 to main running again with a small state (plain JVM: from process start)",
      Table.RESTORE,
      Map.of("kills", "100", "accounts", "100", "settle-ms", "300"),
      Procedures::restart,
      List.of(REKINDLE_LOADER, MEMORY, SHELL_LOOP, RUNIT, S6, SUPERVISORD, MONIT)),
  T7(
      "throughput of an application with the agent against without, its state captured",
      Table.THROUGHPUT,
      Map.of("accounts", "10000", "seconds", "10", "pairs", "5"),
      new Throughput(true, false),
      List.of(REKINDLE_INTERVAL, REKINDLE)),
  T7_SERVICE(
      "throughput of an application that serves requests with the agent against without",
      Table.THROUGHPUT,
      Map.of("accounts", "10000", "seconds", "10", "pairs", "5"),
      new Throughput(true, true),
      List.of(REKINDLE_INTERVAL, REKINDLE)),
  T7_WOVEN(
      "throughput of an application with the agent against without, woven but never captured",
      Table.THROUGHPUT,
      Map.of("accounts", "10000", "seconds", "10", "pairs", "5"),
      new Throughput(false, false),
      List.of(REKINDLE_INTERVAL)),
  T8(
      "growth: T1 beside the same loop without the agent",
      Table.LATENCIES,
      Map.of("accounts", Sizes.ALL),
      Procedures.single(Phase.CHANGE_FIELD),
      List.of(REKINDLE, MEMORY)),
  T9_SMALL(
      "disk use under endless change",
      Table.DISK,
      Map.of("accounts", "1000", "operations", "10000000", "seconds", "60"),
      Procedures::diskUse,
      List.of(
          REKINDLE,
          REKINDLE_LOADER,
          APPEND_COMMIT,
          CHRONICLE_MAP,
          PREVAYLER,
          MVSTORE,
          ECLIPSE_STORE)),
  T9_MEDIUM(
      "disk use under endless change",
      Table.DISK,
      Map.of("accounts", "100000", "operations", "1000000", "seconds", "60"),
      Procedures::diskUse,
      T9_SMALL.kinds),
  T10(
      "memory per captured object: accounts in a map",
      Table.MEMORY,
      Map.of(),
      new MemoryPerObject(Phase.HEAP_OF_ACCOUNTS, 1),
      List.of(REKINDLE, PREVAYLER, ECLIPSE_STORE, SERIALIZATION)),
  T10_LISTS(
      "memory per captured object: objects with a small list each, both counted",
      Table.MEMORY,
      Map.of(),
      new MemoryPerObject(Phase.HEAP_OF_BASKETS, 2),
      List.of(REKINDLE)),
  T11(
      "group commit: changes forced to disk by 4 threads against 1",
      Table.GROUP_COMMIT,
      Map.of("accounts", "10000", "seconds", "10", "pairs", "3"),
      Procedures.single(Phase.GROUP_COMMIT),
      List.of(REKINDLE_DISK, PREVAYLER_SYNC)),
  START_5000(
      "process start to the end of main, each object of a class of its own",
      Table.START,
      Map.of("accounts", "5000", "pairs", "9"),
      new StartOfManyClasses(),
      List.of(REKINDLE));

  /** How a contender is driven through a piece of work. */
  interface Procedure {
    Result run(Lab lab) throws Exception;
  }

  private final String title;
  private final Table table;
  private final Map<String, String> defaults;
  private final Procedure procedure;
  private final List<ContenderKind> kinds;

  Work(
      String title,
      Table table,
      Map<String, String> defaults,
      Procedure procedure,
      List<ContenderKind> kinds) {
    this.title = title;
    this.table = table;
    this.defaults = defaults;
    this.procedure = procedure;
    this.kinds = kinds;
  }

  String title() {
    return title;
  }

  Table table() {
    return table;
  }

  /** Those it makes sense for, in the order of the report. */
  List<ContenderKind> kinds() {
    return kinds;
  }

  /**
   * What {@code options} come to for this work, once for each size of the state: its own defaults
   * are filled in where nothing else was asked for, and all is scaled.
   */
  List<Options> settings(Options options) {
    Options filled = filled(filled(options, defaults), Defaults.EVERYWHERE);
    Map<String, Options> bySize = new LinkedHashMap<>();
    for (String size : filled.list("accounts", List.of())) {
      Options setting = Scale.applied(filled.with("accounts", size));
      bySize.putIfAbsent(setting.text("accounts", ""), setting); // scaled sizes may be equal
    }
    return List.copyOf(bySize.values());
  }

  private static Options filled(Options options, Map<String, String> defaults) {
    Options filled = options;
    for (Map.Entry<String, String> entry : defaults.entrySet()) {
      filled = filled.with(entry.getKey(), options.text(entry.getKey(), entry.getValue()));
    }
    return filled;
  }

  /** Measures once; a row that can't be measured is a result with a remark. */
  Result run(Lab lab) throws Exception {
    try {
      return procedure.run(lab);
    } catch (MeasurementException e) {
      return Result.without(e.getMessage());
    }
  }

  /** As in {@code --works}. */
  String optionName() {
    return name().replace('_', '-');
  }

  /** The work called {@code name}, in any case. */
  static Work named(String name) {
    return valueOf(name.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
  }

  /** Numbers of objects, as in {@code --accounts}. */
  private static final class Sizes {
    static final String LARGE = "1000000,10000000";
    static final String ALL = "10000,1000000,10000000";
  }
}
