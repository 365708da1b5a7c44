package io.rekindle.loader.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.loader.health.MissedBeats.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissedBeatsTest {
  /** What each interval comes to, given the beats in it. */
  private static List<Level> levels(MissedBeats missed, int... beatsInInterval) {
    List<Level> levels = new ArrayList<>();
    long total = 0;
    for (int beats : beatsInInterval) {
      total += beats;
      levels.add(missed.intervalEnded(total));
    }
    return levels;
  }

  @Test
  void shouldTellLowOnceAndHighFromItsNumberOn() {
    assertThat(levels(new MissedBeats(2, 4), 1, 0, 0, 0, 0, 0))
        .containsExactly(Level.NONE, Level.NONE, Level.LOW, Level.NONE, Level.HIGH, Level.HIGH);
  }

  @Test
  void shouldTakeSeveralBeatsInOneIntervalForOne() {
    assertThat(levels(new MissedBeats(1, 2), 1_000_000, 0, 0))
        .containsExactly(Level.NONE, Level.LOW, Level.HIGH);
  }

  @Test
  void shouldBeginAnewWithEachBeat() {
    assertThat(levels(new MissedBeats(2, 3), 0, 0, 1, 0, 0, 1, 0, 0, 0))
        .containsExactly(
            Level.NONE,
            Level.LOW,
            Level.NONE,
            Level.NONE,
            Level.LOW,
            Level.NONE,
            Level.NONE,
            Level.LOW,
            Level.HIGH);
  }

  @Test
  void shouldTellHighOnlyWhenBothNumbersAreTheSame() {
    assertThat(levels(new MissedBeats(2, 2), 0, 0)).containsExactly(Level.NONE, Level.HIGH);
  }

  @Test
  void shouldGiveAWholeNumberOfIntervalsAfterItWasDeclaredHealthy() {
    MissedBeats missed = new MissedBeats(2, 3);
    missed.intervalEnded(0);
    missed.intervalEnded(0);
    assertThat(missed.count()).isEqualTo(2);

    missed.healthy(7);

    assertThat(missed.count()).isZero();
    assertThat(missed.intervalEnded(7)).isEqualTo(Level.NONE);
    assertThat(missed.intervalEnded(7)).isEqualTo(Level.LOW);
  }
}
