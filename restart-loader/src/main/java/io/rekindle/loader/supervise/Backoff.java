package io.rekindle.loader.supervise;

import io.rekindle.loader.store.RestartSettings;
import java.util.function.DoubleSupplier;

/**
 * Exponential back-off: each crash that follows fast on a start doubles the delay before the next
 * start, up to a cap. An incarnation that was stable is replaced at once, and the delays begin
 * anew. Used by the supervising thread only.
 */
public final class Backoff {
  private static final int FACTOR = 2;

  /**
   * A delay is shortened by up to this share, so that what fell together does not rise together.
   */
  private static final double JITTER = 0.2;

  private final RestartSettings settings;
  private final DoubleSupplier random;
  private long nextMs;

  /**
   * A back-off as after a stable incarnation.
   *
   * @param random from 0, inclusive, to 1
   */
  public Backoff(RestartSettings settings, DoubleSupplier random) {
    this.settings = settings;
    this.random = random;
    this.nextMs = settings.backoffMinMs();
  }

  /** How long to wait before the start that follows an incarnation which lived so long. */
  public long delayMs(long uptimeMs) {
    if (!settings.hasBackoff()) {
      return 0;
    }
    if (uptimeMs >= settings.stableMs()) {
      nextMs = settings.backoffMinMs();
      return 0;
    }
    long fullMs = nextMs;
    nextMs = Math.min(nextMs * FACTOR, settings.backoffMaxMs());
    return fullMs - (long) (fullMs * JITTER * random.getAsDouble());
  }

  /** The full delay that the next fast crash is followed by. */
  long nextMs() {
    return nextMs;
  }

  /** Goes on where another one was. */
  void resume(long otherNextMs) {
    nextMs = otherNextMs;
  }

  /**
   * The shortest time from the first to the last of {@code count} restarts in a row if each
   * incarnation dies at once.
   */
  public static long shortestSpreadMs(RestartSettings settings, int count) {
    Backoff backoff = new Backoff(settings, () -> 1);
    backoff.delayMs(0);
    long sumMs = 0;
    for (int i = 1; i < count && sumMs < settings.windowMs(); i++) {
      sumMs += backoff.delayMs(0);
    }
    return sumMs;
  }
}
