package io.rekindle.agent;

import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StartHold;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits before the application begins if the launcher wants to act first. */
final class HeldStart {

  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);

  private HeldStart() {}

  /** Returns when nothing holds the start back, at once as a rule, or the launcher is gone. */
  static void await(NameFolder folder) {
    String launcher = System.getenv("REKINDLE_LAUNCHER_PID");
    if (launcher == null || !launcher.matches("\\d{1,18}")) {
      return;
    }
    long pid = Long.parseLong(launcher);
    while (StartHold.isSet(folder, pid)
        && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      LockSupport.parkNanos(POLL_NS);
    }
  }
}
