package io.rekindle.loader.supervise;

import io.rekindle.loader.store.Fallback;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One line per event in the life of an application, for people and for grep. */
public final class LifecycleLog {
  private final PrintStream out;
  private final String name;
  private final List<String> failures = new CopyOnWriteArrayList<>();

  public LifecycleLog(PrintStream out, String name) {
    this.out = out;
    this.name = name;
  }

  /** Keeps a line about why nothing runs, for {@link #tellFailure}. */
  public void failure(String event) {
    failures.add(event);
  }

  /** Prints what {@link #failure} was told. */
  public void tellFailure() {
    failures.forEach(this::line);
    failures.clear();
  }

  /** Prints {@code rekindle: NAME: event}. */
  public void line(String event) {
    out.println("rekindle: " + name + ": " + event);
  }

  /** Tells of a start from older state that somebody asked for. */
  public void wentBack(Fallback fallback) {
    line(fallback(fallback, ""));
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

  /** What is given up, and where it is kept; no reason if somebody asked for it. */
  static String fallback(Fallback fallback, String reason) {
    String what =
        fallback.isCold()
            ? "the next start has no state"
            : "the next start uses the state as of commit %d, %d back from the newest"
                .formatted(fallback.sequence(), fallback.newestSequence() - fallback.sequence());
    return "%s%s, which is kept in %s"
        .formatted(
            reason.isEmpty() ? "" : reason + ": ",
            fallback.isCold() ? what + "; given up is the newest" : what,
            fallback.setAside());
  }
}
