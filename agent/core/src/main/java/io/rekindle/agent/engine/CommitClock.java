package io.rekindle.agent.engine;

import java.util.concurrent.TimeUnit;

/**
 * The time of day of commits, from the clock that measures them anyhow: to look at another one for
 * each would cost a tenth of a small commit. Follows a change of the time of day within a second.
 * Used under the commit lock.
 */
final class CommitClock {

  private static final long VALID_NS = TimeUnit.SECONDS.toNanos(1);

  private long setAtNs;
  private long setAtMs;

  /**
   * Milliseconds since 1970.
   *
   * @param nowNs of {@link System#nanoTime}
   */
  long timeMs(long nowNs) {
    long sinceNs = nowNs - setAtNs;
    if (setAtMs == 0 || sinceNs > VALID_NS) {
      setAtNs = nowNs;
      setAtMs = System.currentTimeMillis();
      return setAtMs;
    }
    return setAtMs + TimeUnit.NANOSECONDS.toMillis(sinceNs);
  }
}
