package io.rekindle.loader.supervise;

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
}
