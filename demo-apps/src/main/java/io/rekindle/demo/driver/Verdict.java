package io.rekindle.demo.driver;

import java.util.List;

/** Judges the restarts of a run. */
final class Verdict {

  private Verdict() {}

  /**
   * Says which restarts lost or invented steps, and how long they took.
   *
   * @param threads how many steps may be done but not yet acknowledged when the kill comes
   * @return whether there was no such restart
   */
  static boolean onRestarts(List<Restart> restarts, int threads, Screen screen) {
    boolean isGood = true;
    for (int i = 0; i < restarts.size(); i++) {
      Restart restart = restarts.get(i);
      if (restart.isStepLost()) {
        screen.line(
            "LOST at kill %d: %,d steps were acknowledged, the restart has %,d",
            i + 1, restart.acknowledged(), restart.position());
        isGood = false;
      } else if (restart.isStepInvented(threads)) {
        screen.line(
            "COUNTED TWICE at kill %d: %,d steps were acknowledged and %d can have been in the"
                + " works, the restart has %,d",
            i + 1, restart.acknowledged(), threads, restart.position());
        isGood = false;
      }
    }
    if (!restarts.isEmpty()) {
      screen.line(
          "from kill to main: %d ms median, %d ms at most; to the first step: %d ms median,"
              + " %d ms at most",
          Restart.millis(middle(restarts.stream().mapToLong(Restart::mainNs).sorted().toArray())),
          Restart.millis(restarts.stream().mapToLong(Restart::mainNs).max().orElseThrow()),
          Restart.millis(middle(restarts.stream().mapToLong(Restart::firstNs).sorted().toArray())),
          Restart.millis(restarts.stream().mapToLong(Restart::firstNs).max().orElseThrow()));
    }
    return isGood;
  }

  private static long middle(long[] sorted) {
    return sorted[sorted.length / 2];
  }
}
