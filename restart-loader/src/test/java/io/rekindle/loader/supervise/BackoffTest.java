package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.ExitCodes;
import io.rekindle.loader.store.RestartPolicy;
import io.rekindle.loader.store.RestartSettings;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static RestartSettings settings(long minMs, long maxMs) {
    return new RestartSettings(
        RestartPolicy.ON_FAILURE,
        ExitCodes.NONE,
        ExitCodes.NONE,
        minMs,
        maxMs,
        10_000,
        RestartSettings.UNLIMITED,
        60_000,
        0,
        false,
        false,
        false);
  }

  private static List<Long> delays(Backoff backoff, int count) {
    return IntStream.range(0, count).mapToObj(i -> backoff.delayMs(9_999)).toList();
  }

  @Test
  void shouldDoubleTheDelayUpToTheCap() {
    Backoff backoff = new Backoff(settings(100, 1_500), () -> 0);

    assertThat(delays(backoff, 7)).containsExactly(100L, 200L, 400L, 800L, 1500L, 1500L, 1500L);
  }

  @Test
  void shouldReplaceAStableIncarnationAtOnceAndBeginAnew() {
    Backoff backoff = new Backoff(settings(100, 1_500), () -> 0);
    delays(backoff, 4);

    assertThat(backoff.delayMs(10_000)).isZero();
    assertThat(delays(backoff, 2)).containsExactly(100L, 200L);
  }

  @Test
  void shouldShortenEachDelayByAFifthAtMost() {
    Random random = new Random(7);
    Backoff backoff = new Backoff(settings(1_000, 1_000), random::nextDouble);

    List<Long> delays = delays(backoff, 1_000);

    assertThat(delays).allMatch(delay -> delay > 800 && delay <= 1_000);
    assertThat(delays.stream().distinct().count()).isGreaterThan(100);
  }

  @Test
  void shouldNotDelayWithoutBackoff() {
    assertThat(delays(new Backoff(RestartSettings.DEFAULT, () -> 0.5), 3)).containsOnly(0L);
  }

  @Test
  void shouldTellTheShortestSpreadOfRestarts() {
    // Between three restarts are two delays: 0.8 * (200 + 400).
    assertThat(Backoff.shortestSpreadMs(settings(100, 30_000), 3)).isEqualTo(480);
    assertThat(Backoff.shortestSpreadMs(settings(100, 30_000), 1)).isZero();
  }
}
