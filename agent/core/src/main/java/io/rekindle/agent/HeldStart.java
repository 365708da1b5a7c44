package io.rekindle.agent;

import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StartHold;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits before the application begins if the launcher wants to act first. */
final class HeldStart {

  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final int DIGITS_MAX = 18;

  private HeldStart() {}

  /** Returns when nothing holds the start back, at once as a rule, or the launcher is gone. */
  static void await(NameFolder folder) {
    String launcher = System.getenv("REKINDLE_LAUNCHER_PID");
    if (launcher == null || !isNumber(launcher)) {
      return;
    }
    long pid = Long.parseLong(launcher);
    while (StartHold.isSet(folder, pid)
        && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      LockSupport.parkNanos(POLL_NS);
    }
  }

  /** Without a regular expression: they take a JVM that has just started milliseconds. */
  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= DIGITS_MAX;
  }
}
