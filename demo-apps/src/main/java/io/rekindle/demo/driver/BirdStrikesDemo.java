package io.rekindle.demo.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;

/**
 * The main demo: feeds 10,000 records to the job, kills it, and compares its final report with that
 * of a run which nobody disturbed and no agent took part in.
 */
public final class BirdStrikesDemo implements Demo {

  /** The main class of the job. */
  public static final String JOB = "io.rekindle.demo.birdstrikes.Job";

  private static final String NAME = "demo-birdstrikes";
  private static final int JOB_THREADS = 1;
  private static final int DIFFERENCES_SHOWN = 20;

  private final DemoOptions options;
  private final Supervisor supervisor;
  private final String mainClass;
  private final Screen screen;

  /** Makes the demo; {@code mainClass} takes the arguments of the job. */
  public BirdStrikesDemo(
      DemoOptions options, Supervisor supervisor, String mainClass, Screen screen) {
    this.options = options;
    this.supervisor = supervisor;
    this.mainClass = mainClass;
    this.screen = screen;
  }

  @Override
  public boolean run(Workspace workspace) throws IOException, DemoFailure {
    long deadlineNs = System.nanoTime() + options.timeout().toNanos();
    SortedMap<String, String> expected = undisturbedReport(workspace.inner("undisturbed"));
    long records = Long.parseLong(expected.get("records"));
    screen.line("undisturbed run: %,d records, %,d fields to compare", records, expected.size());

    List<KillMoment> moments =
        KillMoment.atPositions(options.kills(), records, new Random(options.seed()));
    List<Restart> restarts;
    try (CrashRun run =
        CrashRun.start(
            supervisor,
            NAME,
            command(mainClass, options.paceMicros(), workspace),
            moments,
            Duration.ofNanos(deadlineNs - System.nanoTime()),
            workspace,
            screen)) {
      restarts = run.await();
    }

    boolean isKept = Verdict.onRestarts(restarts, JOB_THREADS, screen);
    List<Difference> differences =
        Difference.between(expected, Difference.readReport(workspace.report()));
    report(expected.size(), differences);
    return isKept && differences.isEmpty();
  }

  private SortedMap<String, String> undisturbedReport(Workspace workspace)
      throws IOException, DemoFailure {
    try (CrashRun run =
        CrashRun.start(
            new NoSupervisor(),
            NAME,
            command(JOB, 0, workspace),
            List.of(),
            options.timeout(),
            workspace,
            screen)) {
      run.await();
    } catch (DemoFailure failed) {
      throw new DemoFailure(
          "undisturbed run: "
              + failed.getMessage()
              + "\n"
              + Files.readString(workspace.errors()).trim());
    }
    return Difference.readReport(workspace.report());
  }

  private List<String> command(String main, long paceMicros, Workspace workspace) {
    return options.javaCommand(
        main,
        "--report",
        workspace.report().toString(),
        "--pace",
        Long.toString(paceMicros),
        "--progress",
        workspace.progress().toString(),
        "--confirm",
        workspace.confirmed().toString());
  }

  private void report(int fields, List<Difference> differences) {
    if (differences.isEmpty()) {
      screen.line("final report: all %,d fields as in the undisturbed run", fields);
      return;
    }
    screen.line(
        "final report: %,d of %,d fields differ from the undisturbed run",
        differences.size(), fields);
    for (Difference difference :
        differences.subList(0, Math.min(DIFFERENCES_SHOWN, differences.size()))) {
      screen.line("  %s", difference);
    }
    if (differences.size() > DIFFERENCES_SHOWN) {
      screen.line("  and %,d more", differences.size() - DIFFERENCES_SHOWN);
    }
  }
}
