package io.rekindle.loader.supervise;

import io.rekindle.loader.store.RestartSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Restart intensity and period, as Erlang's supervisors have them: at most so many restarts in any
 * stretch of so much time. Used by the supervising thread only.
 */
final class RestartWindow implements Intensity {
  private final RestartSettings settings;
  private final long periodNs;
  private final Clock clock;
  private final Deque<Long> restartsNs = new ArrayDeque<>();

  RestartWindow(RestartSettings settings, Clock clock) {
    this.settings = settings;
    this.periodNs = TimeUnit.MILLISECONDS.toNanos(settings.windowMs());
    this.clock = clock;
  }

  @Override
  public boolean tryRestart() {
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

  /** Counts anew. */
  void clear() {
    restartsNs.clear();
  }

  /** How long ago each of the restarts was that count now. */
  List<Long> agesMs() {
    long nowNs = clock.nowNs();
    return restartsNs.stream().map(ns -> TimeUnit.NANOSECONDS.toMillis(nowNs - ns)).toList();
  }

  /** Counts restarts that another one counted. */
  void resume(List<Long> agesMs) {
    long nowNs = clock.nowNs();
    agesMs.forEach(ms -> restartsNs.addLast(nowNs - TimeUnit.MILLISECONDS.toNanos(ms)));
  }

  @Override
  public int restartCount() {
    return restartsNs.size();
  }

  @Override
  public RestartSettings settings() {
    return settings;
  }
}
