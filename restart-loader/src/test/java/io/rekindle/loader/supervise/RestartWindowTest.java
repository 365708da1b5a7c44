package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RestartWindowTest {
  private final AtomicLong nowNs = new AtomicLong(-50);
  private final RestartWindow window = new RestartWindow(2, 100, nowNs::get);

  @Test
  void shouldAllowNoMoreThanTheIntensityWithinThePeriod() {
    assertThat(window.tryRestart()).isTrue();
    nowNs.addAndGet(99);
    assertThat(window.tryRestart()).isTrue();
    assertThat(window.tryRestart()).isFalse();
    assertThat(window.restartCount()).isEqualTo(2);
  }

  @Test
  void shouldForgetARestartWhenThePeriodHasPassedSinceIt() {
    assertThat(window.tryRestart()).isTrue();
    nowNs.addAndGet(60);
    assertThat(window.tryRestart()).isTrue();
    nowNs.addAndGet(40);
    assertThat(window.tryRestart()).isTrue();
    assertThat(window.restartCount()).isEqualTo(2);
    nowNs.addAndGet(59);
    assertThat(window.tryRestart()).isFalse();
    nowNs.addAndGet(1);
    assertThat(window.tryRestart()).isTrue();
  }

  @Test
  void shouldAllowNoneWhenTheIntensityIsZero() {
    assertThat(new RestartWindow(0, 100, nowNs::get).tryRestart()).isFalse();
  }
}
