package io.rekindle.demo.driver;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Where the driver writes: lines, and a progress text that a terminal shows in place and anything
 * else as a line now and then. For one thread.
 */
public final class Screen {

  private static final long TERMINAL_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long PLAIN_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean isTerminal;
  private long progressNs = System.nanoTime();
  private boolean isProgressShown;

  /** Makes one that writes to {@code out}, in place if it is a terminal. */
  public Screen(PrintStream out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
  }

  /** Makes one for the standard output of this program. */
  public static Screen standard() {
    return new Screen(System.out, isTerminal(System.console()));
  }

  /** From JDK 22 on there may be a console without a terminal, and a method that tells. */
  private static boolean isTerminal(Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }

  /** Writes a line. */
  public void line(String format, Object... values) {
    clear();
    out.println(String.format(Locale.ROOT, format, values));
  }

  /** Shows how far things are, unless that was done a moment ago. */
  public void progress(String format, Object... values) {
    long now = System.nanoTime();
    if (now - progressNs < (isTerminal ? TERMINAL_INTERVAL_NS : PLAIN_INTERVAL_NS)) {
      return;
    }
    progressNs = now;
    if (!isTerminal) {
      line(format, values);
      return;
    }
    out.print(ERASE_LINE + String.format(Locale.ROOT, format, values));
    out.flush();
    isProgressShown = true;
  }

  /** Takes the progress text away. */
  public void clear() {
    if (isProgressShown) {
      out.print(ERASE_LINE);
      out.flush();
      isProgressShown = false;
    }
  }
}
