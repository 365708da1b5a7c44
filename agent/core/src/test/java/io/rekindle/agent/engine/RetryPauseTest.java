package io.rekindle.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryPauseTest {

  /** Just before its overflow, which a clock may pass at any time. */
  private long nowNs = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(10);

  private final RetryPause pause = new RetryPause(() -> nowNs);

  /** How long the pause lasts after each of {@code count} failures, in ms. */
  private List<Long> pausesMs(int count, boolean isLarge) {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pause.failed(isLarge);
      long startNs = nowNs;
      while (pause.lasts()) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(50);
      }
      pauses.add(TimeUnit.NANOSECONDS.toMillis(nowNs - startNs));
    }
    return pauses;
  }

  @Test
  void shouldDoubleUpToFiveSeconds() {
    assertThat(pause.lasts()).isFalse();
    assertThat(pausesMs(9, false))
        .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L, 5000L);
  }

  @Test
  void shouldDoubleUpToAMinuteWhenACommitTakesMuchMemory() {
    assertThat(pausesMs(6, true)).containsExactly(5000L, 10000L, 20000L, 40000L, 60000L, 60000L);
  }

  @Test
  void shouldBeginAnewWhenItHasEnded() {
    pausesMs(4, true);
    pause.failed(true);
    pause.end();
    assertThat(pause.lasts()).isFalse();
    assertThat(pausesMs(2, false)).containsExactly(100L, 200L);
  }
}
