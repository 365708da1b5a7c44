package io.rekindle.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ApplicationStartTest {

  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

  private long nowNs = -17;
  private long lastClassNs = nowNs;
  private int timesOver;
  private final ApplicationStart start =
      new ApplicationStart(() -> nowNs, () -> lastClassNs, () -> timesOver++);

  @Test
  void shouldTakeHalfASecondIfNothingIsLoaded() {
    nowNs += 200 * MS;
    assertThat(start.restNs()).isEqualTo(300 * MS);

    nowNs += 300 * MS;

    assertThat(start.restNs()).isZero();
  }

  @Test
  void shouldLastAsLongAsClassesAreLoaded() {
    for (int i = 0; i < 20; i++) {
      nowNs += 90 * MS;
      lastClassNs = nowNs;
      assertThat(start.restNs()).isPositive();
    }

    nowNs += 60 * MS;
    assertThat(start.restNs()).isEqualTo(40 * MS);

    nowNs += 40 * MS;
    assertThat(start.restNs()).isZero();
  }

  @Test
  void shouldEndAfterThreeSecondsEvenIfClassesAreLoaded() {
    nowNs += 2_950 * MS;
    lastClassNs = nowNs;
    assertThat(start.restNs()).isEqualTo(50 * MS);

    nowNs += 50 * MS;
    lastClassNs = nowNs;

    assertThat(start.restNs()).isZero();
  }

  @Test
  void shouldLetGoOfWhatOnlyAStartNeedsOnceItIsOver() {
    nowNs += 200 * MS;
    start.restNs();
    assertThat(timesOver).isZero();

    nowNs += 300 * MS;
    start.await(() -> false);

    assertThat(timesOver).isOne();
  }
}
