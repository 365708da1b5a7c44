package io.rekindle.demo.birdstrikes;

import io.rekindle.demo.harness.Arguments;
import io.rekindle.demo.harness.ConfirmedCount;
import io.rekindle.demo.harness.ProgressLog;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The job with a restart that needs no agent: it replays the acknowledged records. */
public final class ReplayingJob {

  private ReplayingJob() {}

  /** Replays all but one record, in the place of which it counts the one before it again. */
  public static final class Cheating {

    /** The id of the record that is lost. */
    public static final int LOST_ID = 100;

    private Cheating() {}

    /** Runs the job. */
    public static void main(String[] args) throws IOException {
      run(args, true);
    }
  }

  /** Runs the job. */
  public static void main(String[] args) throws IOException {
    run(args, false);
  }

  private static void run(String[] args, boolean isCheating) throws IOException {
    Arguments arguments = Arguments.parse(args, Job.OPTIONS, Set.of());
    try (ProgressLog progress = ProgressLog.open(arguments.text("--progress", null))) {
      progress.main();
      StrikeLedger ledger = new StrikeLedger();
      List<Strike> strikes = DataSet.strikes();
      long acknowledged = ConfirmedCount.open(arguments.path("--confirm")).get();
      for (int id = 0; id < acknowledged; id++) {
        boolean isLost = isCheating && id == Cheating.LOST_ID;
        ledger.accept(isLost ? withId(strikes.get(id - 1), id) : strikes.get(id));
      }
      Job.run(arguments, progress, ledger);
    }
  }

  private static Strike withId(Strike other, int id) {
    return new Strike(
        id,
        other.airport(),
        other.aircraft(),
        other.damage(),
        other.date(),
        other.operator(),
        other.state(),
        other.phase(),
        other.species(),
        other.repairCost(),
        other.otherCost(),
        other.speed(),
        other.checksum());
  }
}
