package io.rekindle.loader.supervise;

import io.rekindle.loader.store.Fallback;
import java.io.PrintStream;

/** One line per event in the life of an application, for people and for grep. */
public final class LifecycleLog {
  private final PrintStream out;
  private final String name;

  public LifecycleLog(PrintStream out, String name) {
    this.out = out;
    this.name = name;
  }

  /** Prints {@code rekindle: NAME: event}. */
  public void line(String event) {
    out.println("rekindle: " + name + ": " + event);
  }

  static String seconds(long ms) {
    return ms < 100_000
        ? String.format(java.util.Locale.ROOT, "%.1f s", ms / 1000.0)
        : ms / 1000 + " s";
  }

  /** {@code 60 s}, {@code 500 ms}. */
  static String period(long ms) {
    return ms % 1000 == 0 ? ms / 1000 + " s" : ms + " ms";
  }

  /** What is given up, and where it is kept. */
  static String fallback(Fallback fallback, int fastCrashes) {
    String what =
        fallback.isCold()
            ? "the next start has no state"
            : "the next start uses the state as of commit %d, %d back from the newest"
                .formatted(fallback.sequence(), fallback.newestSequence() - fallback.sequence());
    return "%d fast crashes in a row: %s, which is kept in %s"
        .formatted(
            fastCrashes,
            fallback.isCold() ? what + "; given up is the newest" : what,
            fallback.setAside());
  }
}
