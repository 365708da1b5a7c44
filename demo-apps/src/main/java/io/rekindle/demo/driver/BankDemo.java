package io.rekindle.demo.driver;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * Kills the bank while its threads move money. The bank itself checks its sum at each restart and
 * ends with an exit code of its own if it is off; the driver checks that no acknowledged transfer
 * is gone.
 */
public final class BankDemo implements Demo {

  private static final String BANK = "io.rekindle.demo.bank.BankApp";
  private static final String NAME = "demo-bank";
  private static final int THREADS = 4;

  /** Longer than any delay of a kill, so that each kill finds the bank at work. */
  private static final int SECONDS_PER_JVM = 3;

  private final DemoOptions options;
  private final Supervisor supervisor;
  private final Screen screen;

  /** Makes the demo. */
  public BankDemo(DemoOptions options, Supervisor supervisor, Screen screen) {
    this.options = options;
    this.supervisor = supervisor;
    this.screen = screen;
  }

  @Override
  public boolean run(Workspace workspace) throws IOException, DemoFailure {
    List<KillMoment> moments = KillMoment.afterDelays(options.kills(), new Random(options.seed()));
    List<Restart> restarts;
    try (CrashRun run =
            CrashRun.start(
                supervisor,
                NAME,
                command(workspace),
                moments,
                options.timeout(),
                workspace,
                screen);
        LineTail output = LineTail.open(workspace.output())) {
      try {
        restarts = run.await();
      } finally {
        for (String line : output.poll()) {
          screen.line("  %s", line);
        }
      }
    }
    return Verdict.onRestarts(restarts, THREADS, screen);
  }

  private List<String> command(Workspace workspace) {
    return options.javaCommand(
        BANK,
        "--seconds",
        Integer.toString(SECONDS_PER_JVM),
        "--threads",
        Integer.toString(THREADS),
        "--seed",
        Long.toString(options.seed()),
        "--pace",
        Long.toString(options.paceMicros()),
        "--progress",
        workspace.progress().toString(),
        "--confirm",
        workspace.confirmed().toString());
  }
}
