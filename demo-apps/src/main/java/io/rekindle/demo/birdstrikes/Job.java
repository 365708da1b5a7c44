package io.rekindle.demo.birdstrikes;

import io.rekindle.Rekindle;
import io.rekindle.demo.harness.Arguments;
import io.rekindle.demo.harness.ConfirmedCount;
import io.rekindle.demo.harness.ProgressLog;
import io.rekindle.demo.harness.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The program: reads the strikes from where the ledger stands, and writes the report at the end.
 * All that a restart needs of it is the ledger's constructor and its position.
 *
 * <pre>
 * --report FILE     where to write the report
 * --input FILE      other strikes than those that come with the demo
 * --pace MICROS     pause between records, so that there is time to be killed
 * --progress FILE|- progress lines, see {@link ProgressLog}
 * --confirm FILE    how many records are acknowledged, see {@link ConfirmedCount}
 * </pre>
 */
public final class Job {

  private static final int PROGRESS_RECORDS = 100;
  private static final long PACE_MICROS_MAX = TimeUnit.SECONDS.toMicros(10);

  /** The options of the command line. */
  static final Set<String> OPTIONS =
      Set.of("--report", "--input", "--pace", "--progress", "--confirm");

  private final Path input;
  private final long paceNs;
  private final ProgressLog progress;
  private final ConfirmedCount confirmed;

  private Job(Path input, long paceNs, ProgressLog progress, ConfirmedCount confirmed) {
    this.input = input;
    this.paceNs = paceNs;
    this.progress = progress;
    this.confirmed = confirmed;
  }

  /** Runs the job; exit code 0 when all is done, 64 for a wrong command line. */
  public static void main(String[] args) throws IOException {
    try {
      Arguments arguments = Arguments.parse(args, OPTIONS, Set.of());
      try (ProgressLog progress = ProgressLog.open(arguments.text("--progress", null))) {
        progress.main();
        run(arguments, progress, new StrikeLedger());
      }
    } catch (UsageException wrong) {
      System.err.println("birdstrikes: " + wrong.getMessage());
      System.exit(UsageException.EXIT_CODE);
    }
  }

  /** Does what is left to do for a ledger, and writes the report. */
  static void run(Arguments arguments, ProgressLog progress, StrikeLedger ledger)
      throws IOException {
    long paceMicros = arguments.number("--pace", 0, 0, PACE_MICROS_MAX);
    Path confirm = arguments.path("--confirm");
    Path report = arguments.path("--report");
    if (report == null) {
      throw new UsageException("option missing: option=--report");
    }
    Job job =
        new Job(
            arguments.path("--input"),
            TimeUnit.MICROSECONDS.toNanos(paceMicros),
            progress,
            confirm == null ? null : ConfirmedCount.open(confirm));
    job.feed(ledger);
    StrikeReport.of(ledger).writeTo(report);
    progress.done(ledger.position());
  }

  private void feed(StrikeLedger ledger) throws IOException {
    try (StrikeReader strikes =
        input == null ? StrikeReader.openDataSet() : StrikeReader.open(input)) {
      strikes.skip(ledger.position());
      Rekindle.ready();
      progress.ready(
          ledger.position(), confirmed == null ? ProgressLog.NOT_CONFIRMED : confirmed.get());

      boolean isFirst = true;
      for (Strike strike = strikes.next(); strike != null; strike = strikes.next()) {
        ledger.accept(strike);
        if (confirmed != null) {
          confirmed.set(ledger.position());
        }
        if (isFirst) {
          progress.first(ledger.position());
          isFirst = false;
        } else if (ledger.position() % PROGRESS_RECORDS == 0) {
          progress.at(ledger.position());
        }
        if (paceNs > 0) {
          // Here, outside the atomic step: nothing waits for it and it holds nothing up.
          LockSupport.parkNanos(paceNs);
        }
      }
    }
  }
}
