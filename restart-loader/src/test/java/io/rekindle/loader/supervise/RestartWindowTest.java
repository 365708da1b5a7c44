package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.store.ExitCodes;
import io.rekindle.loader.store.RestartPolicy;
import io.rekindle.loader.store.RestartSettings;
import org.junit.jupiter.api.Test;

class RestartWindowTest {
  private final VirtualClock clock = new VirtualClock();
  private final RestartWindow window = window(2);

  private RestartWindow window(int restartsMax) {
    return new RestartWindow(
        new RestartSettings(
            RestartPolicy.ON_FAILURE,
            ExitCodes.NONE,
            ExitCodes.NONE,
            0,
            0,
            10_000,
            restartsMax,
            100,
            0,
            false,
            false,
            false),
        clock);
  }

  @Test
  void shouldAllowNoMoreThanTheIntensityWithinThePeriod() {
    assertThat(window.tryRestart()).isTrue();
    clock.passMs(99);
    assertThat(window.tryRestart()).isTrue();
    assertThat(window.tryRestart()).isFalse();
    assertThat(window.restartCount()).isEqualTo(2);
  }

  @Test
  void shouldForgetARestartWhenThePeriodHasPassedSinceIt() {
    assertThat(window.tryRestart()).isTrue();
    clock.passMs(60);
    assertThat(window.tryRestart()).isTrue();
    clock.passMs(40);
    assertThat(window.tryRestart()).isTrue();
    assertThat(window.restartCount()).isEqualTo(2);
    clock.passMs(59);
    assertThat(window.tryRestart()).isFalse();
    clock.passMs(1);
    assertThat(window.tryRestart()).isTrue();
  }

  @Test
  void shouldCountNothingWhenThereIsNoLimit() {
    RestartWindow unlimited = window(RestartSettings.UNLIMITED);
    for (int i = 0; i < 1000; i++) {
      assertThat(unlimited.tryRestart()).isTrue();
    }
    assertThat(unlimited.restartCount()).isZero();
  }
}
