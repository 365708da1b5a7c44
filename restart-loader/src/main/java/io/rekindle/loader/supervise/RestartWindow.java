package io.rekindle.loader.supervise;

import io.rekindle.loader.store.RestartSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Restart intensity and period, as Erlang's supervisors have them: at most so many restarts in any
 * stretch of so much time. Used by the supervising thread only.
 */
final class RestartWindow {
  private final RestartSettings settings;
  private final long periodNs;
  private final Clock clock;
  private final Deque<Long> restartsNs = new ArrayDeque<>();

  RestartWindow(RestartSettings settings, Clock clock) {
    this.settings = settings;
    this.periodNs = TimeUnit.MILLISECONDS.toNanos(settings.windowMs());
    this.clock = clock;
  }

  /** Counts a restart now if there is room for it. */
  boolean tryRestart() {
    if (!settings.isLimited()) {
      return true;
    }
    long nowNs = clock.nowNs();
    while (!restartsNs.isEmpty() && nowNs - restartsNs.peekFirst() >= periodNs) {
      restartsNs.removeFirst();
    }
    if (restartsNs.size() >= settings.restartsMax()) {
      return false;
    }
    restartsNs.addLast(nowNs);
    return true;
  }

  /** Restarts counted in the period that ended with the last {@link #tryRestart}. */
  int restartCount() {
    return restartsNs.size();
  }
}
