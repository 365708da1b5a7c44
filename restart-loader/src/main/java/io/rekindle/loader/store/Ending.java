package io.rekindle.loader.store;

import io.rekindle.loader.ExitCode;
import java.util.Map;

/**
 * How a process ended. A JVM reports death by signal {@code n} of its child as 128 + n, and itself
 * exits with 128 + n when TERM, INT or HUP shut it down; the two are one here. An application that
 * exits with such a code by itself is taken as signaled.
 *
 * @param code what the process, or a shell that ran it, would be seen to exit with; -1 if unknown
 */
public record Ending(int code) {
  /** Of a process that this one did not start. */
  public static final Ending UNKNOWN = new Ending(-1);

  private static final int SIGNAL_MAX = 64;
  private static final Map<Integer, String> SIGNAL_NAMES =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(6, "SIGABRT"),
          Map.entry(7, "SIGBUS"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(15, "SIGTERM"));

  /** Whether nobody knows the exit code. */
  public boolean isUnknown() {
    return code < 0;
  }

  public boolean isSignaled() {
    return code > ExitCode.SIGNAL_BASE && code <= ExitCode.SIGNAL_BASE + SIGNAL_MAX;
  }

  /** The signal's number, 0 if it exited by itself. */
  public int signal() {
    return isSignaled() ? code - ExitCode.SIGNAL_BASE : 0;
  }

  /** {@code SIGKILL}; empty if it exited by itself. */
  public String signalName() {
    return isSignaled() ? SIGNAL_NAMES.getOrDefault(signal(), "signal " + signal()) : "";
  }

  /** Ended the way people and init systems ask for: INT, TERM or HUP. */
  public boolean isByRequest() {
    return signal() == 2 || signal() == 15 || signal() == 1;
  }

  /** For {@code REKINDLE_PREVIOUS_EXIT}. */
  public String token() {
    if (isUnknown()) {
      return "unknown";
    }
    return isSignaled() ? "signaled:" + signal() : "exited:" + code;
  }

  /** For people: {@code by SIGKILL}, {@code with exit code 3}. */
  public String phrase() {
    if (isUnknown()) {
      return "in an unknown way";
    }
    return isSignaled() ? "by " + signalName() : "with exit code " + code;
  }

  /** {@code exited}, {@code signaled} or {@code unknown}. */
  public String kind() {
    if (isUnknown()) {
      return "unknown";
    }
    return isSignaled() ? "signaled" : "exited";
  }
}
