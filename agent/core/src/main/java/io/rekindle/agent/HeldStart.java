package io.rekindle.agent;

import io.rekindle.agent.control.AgentSocket;
import io.rekindle.agent.log.AgentLog;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StartHold;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits before the application begins if a launcher, or a client of one, wants to act first. */
final class HeldStart {

  private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);

  private HeldStart() {}

  /**
   * Returns when nothing holds the start back, at once as a rule.
   *
   * @param socket where whoever holds it asks whether the state is read; without it that is in vain
   */
  static void await(NameFolder folder, AgentSocket socket) {
    while (StartHold.isSet(folder)) {
      if (socket.hasFailed()) {
        decline(folder);
        return;
      }
      LockSupport.parkNanos(POLL_NS);
    }
  }

  private static void decline(NameFolder folder) {
    try {
      StartHold.decline(folder);
    } catch (IOException e) {
      AgentLog.warn("the launcher can't be told that the application begins", e);
    }
  }
}
