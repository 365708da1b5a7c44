package io.rekindle.benchmarks;

import io.rekindle.benchmarks.contender.Account;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The ways in which the driver leads contenders through works. */
final class Procedures {

  private static final long DISK_LOOK_NS = 250_000_000;

  private Procedures() {}

  /** One JVM, one phase; disk use at its end; then a second JVM to see what was kept. */
  static Work.Procedure single(Phase phase) {
    return lab -> {
      Result result;
      try (ChildJvm child = lab.startContestant(phase)) {
        result = child.awaitResult(lab.results(), 1, lab.limitMs(), ChildJvm.Waiting.IDLY);
        result.put("diskBytes", DiskUse.bytes(lab.store()));
      }
      requireKept(lab, result);
      return result;
    };
  }

  /** One JVM that changes things for long; the most disk that it ever used. */
  static Result diskUse(Lab lab) throws Exception {
    Result result;
    try (ChildJvm child = lab.startContestant(Phase.ENDLESS_CHANGE)) {
      DiskWatch watch = new DiskWatch(lab);
      result = child.awaitResult(lab.results(), 1, lab.limitMs(), watch);
      long endBytes = DiskUse.bytes(lab.store());
      long liveBytes = liveBytes(lab.options().number("accounts", 0));
      long maxBytes = Math.max(watch.maxBytes, endBytes);
      result
          .put("diskEndBytes", endBytes)
          .put("diskMaxBytes", maxBytes)
          .put("liveBytes", liveBytes)
          .put("diskPerLive", maxBytes / (double) liveBytes);
    }
    requireKept(lab, result);
    return result;
  }

  /** Throws if the store of a killed contender does not hold what the contender held. */
  private static void requireKept(Lab lab, Result killed) throws Exception {
    if (lab.kind() == ContenderKind.MEMORY || !killed.has(Result.TOTALS)) {
      return;
    }
    try (ChildJvm child = lab.startRestore()) {
      Result restored = child.awaitResult(lab.results(), 2, lab.limitMs(), ChildJvm.Waiting.IDLY);
      requireEqual(killed.text(Result.TOTALS), restored);
      killed.put("state", "reopened and equal");
    }
  }

  private static void requireEqual(String totals, Result restored) {
    if (!totals.equals(restored.text(Result.TOTALS))) {
      throw new MeasurementException(
          "wrong state: found=" + restored.text(Result.TOTALS) + ", expected=" + totals);
    }
  }

  /** Kills and brings back, again and again; how long until the state is there. */
  static Result restore(Lab lab) throws Exception {
    return switch (lab.kind()) {
      case REKINDLE_LOADER, SHELL_LOOP -> restoreBySupervisor(lab);
      default -> restoreByDriver(lab);
    };
  }

  /** The driver starts each JVM; time runs from there. */
  private static Result restoreByDriver(Lab lab) throws Exception {
    String totals = "";
    int lineCount = 0;
    if (lab.kind() != ContenderKind.MEMORY) {
      try (ChildJvm child = lab.startContestant(Phase.PREPARE)) {
        totals =
            child
                .awaitResult(lab.results(), ++lineCount, lab.limitMs(), ChildJvm.Waiting.IDLY)
                .text(Result.TOTALS);
      }
    }
    Restarts restarts = new Restarts();
    for (int i = 0; i < killCount(lab); i++) {
      try (ChildJvm child = lab.startContestant(Phase.RESTORE)) {
        Result line =
            child.awaitResult(lab.results(), ++lineCount, lab.limitMs(), ChildJvm.Waiting.IDLY);
        if (!totals.isEmpty()) {
          requireEqual(totals, line);
        }
        restarts.add(line, child.startedAtNs());
      }
    }
    return restarts.toResult().put("diskBytes", DiskUse.bytes(lab.store()));
  }

  /** The same for a small application, started as it is; nobody looks at its state from outside. */
  static Result restart(Lab lab) throws Exception {
    return lab.kind() == ContenderKind.MEMORY ? startByDriver(lab) : restoreBySupervisor(lab);
  }

  /** Plain starts of the application that the others bring back. */
  private static Result startByDriver(Lab lab) throws Exception {
    Restarts restarts = new Restarts();
    for (int i = 0; i < killCount(lab); i++) {
      try (ChildJvm child = lab.startApplication()) {
        Result line = child.awaitResult(lab.results(), i + 1, lab.limitMs(), ChildJvm.Waiting.IDLY);
        restarts.add(line, child.startedAtNs());
      }
    }
    return restarts.toResult().put("diskBytes", DiskUse.bytes(lab.store()));
  }

  /** Something else starts each JVM after the first; time runs from the kill. */
  private static Result restoreBySupervisor(Lab lab) throws Exception {
    ChildJvm supervisor = lab.startApplication();
    Result line = null;
    try {
      line = supervisor.awaitResult(lab.results(), 1, lab.limitMs(), ChildJvm.Waiting.IDLY);
      Restarts restarts = new Restarts();
      for (int i = 0; i < killCount(lab); i++) {
        TimeUnit.MILLISECONDS.sleep(lab.options().number("settle-ms", Defaults.SETTLE_MS));
        ProcessHandle application = ProcessHandle.of((long) line.number("pid")).orElseThrow();
        long killedAtNs = System.nanoTime();
        application.destroyForcibly();
        line = supervisor.awaitResult(lab.results(), i + 2, lab.limitMs(), ChildJvm.Waiting.IDLY);
        if (lab.kind().isRekindle()) {
          requireWhole(line);
        }
        restarts.add(line, killedAtNs);
      }
      return restarts.toResult().put("diskBytes", DiskUse.bytes(lab.store()));
    } finally {
      lab.stop(supervisor);
      endOrphan(line);
    }
  }

  /** What a supervisor started in a session of its own outlives it. */
  private static void endOrphan(Result line) {
    if (line != null) {
      String main = RestartedApplication.class.getName();
      ProcessHandle.of((long) line.number("pid"))
          .filter(handle -> handle.info().commandLine().orElse("").contains(main))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static void requireWhole(Result line) {
    if (!line.text("restored").equals("true") || line.number("lost") > 0) {
      throw new MeasurementException(
          "wrong state: restored=" + line.text("restored") + ", lost=" + line.text("lost"));
    }
  }

  private static long killCount(Lab lab) {
    return lab.options().number("kills", 1);
  }

  /** The least that the state takes: keys, fields and characters, without any structure. */
  private static long liveBytes(long accountCount) {
    long bytes = 0;
    for (long id = 0; id < accountCount; id++) {
      Account account = Account.numbered(id);
      bytes += 3 * Long.BYTES + account.name().getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  /** The times of several restarts. */
  private static final class Restarts {

    private final Histogram entry = Loop.histogram();
    private final Histogram holds = Loop.histogram();

    void add(Result line, long sinceNs) {
      entry.recordValue((long) line.number("entryAtNs") - sinceNs);
      holds.recordValue((long) line.number("holdsAtNs") - sinceNs);
    }

    Result toResult() {
      return new Result().putLatencies(holds).put("entryMeanNs", entry.getMean());
    }
  }

  /** Remembers the most that was ever on disk. */
  private static final class DiskWatch implements ChildJvm.Waiting {

    private final Lab lab;
    private long maxBytes;
    private long nextLookNs;

    DiskWatch(Lab lab) {
      this.lab = lab;
      this.nextLookNs = System.nanoTime();
    }

    @Override
    public void look() throws java.io.IOException, InterruptedException {
      if (System.nanoTime() >= nextLookNs) {
        maxBytes = Math.max(maxBytes, DiskUse.bytes(lab.store()));
        nextLookNs = System.nanoTime() + DISK_LOOK_NS;
      }
    }
  }
}
