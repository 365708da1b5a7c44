package io.rekindle.demo.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KillMomentTest {

  @Test
  void shouldDrawSameMomentsWhenSeedIsTheSame() {
    assertThat(KillMoment.atPositions(5, 10_000, new Random(7)))
        .isEqualTo(KillMoment.atPositions(5, 10_000, new Random(7)))
        .isNotEqualTo(KillMoment.atPositions(5, 10_000, new Random(8)));
    assertThat(KillMoment.afterDelays(5, new Random(7)))
        .isEqualTo(KillMoment.afterDelays(5, new Random(7)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 50})
  void shouldLeaveStepsBetweenKillsAndAtTheEnd(int count) {
    for (int seed = 0; seed < 100; seed++) {
      List<KillMoment> moments = KillMoment.atPositions(count, 10_000, new Random(seed));

      assertThat(moments).hasSize(count);
      for (int i = 0; i < count; i++) {
        long before = i == 0 ? -100 : moments.get(i - 1).position();
        assertThat(moments.get(i).position()).isBetween(Math.max(1, before + 100), 9_000L);
        assertThat(moments.get(i).delayNs()).isBetween(0L, 500_000L);
      }
    }
  }
}
