package io.rekindle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StallsTest {

  private final Stalls stalls = new Stalls();
  private final Stalls.Window window = new Stalls.Window(1_000, 2_000);

  @Test
  void shouldCountOperationWhenItReachesIntoWindow() {
    stalls.add(100, 100);
    stalls.add(900, 150);
    stalls.add(1_900, 700);

    assertThat(stalls.within(List.of(window)).getTotalCount()).isEqualTo(2);
    assertThat(stalls.within(List.of(window)).getMaxValue()).isEqualTo(700);
  }

  @Test
  void shouldCountOnlyWatchedTimeWhenOutside() {
    stalls.add(100, 100);
    stalls.add(900, 150);
    stalls.add(3_000, 300);

    Stalls.Window all = new Stalls.Window(500, 4_000);
    assertThat(stalls.outside(List.of(window), all).getTotalCount()).isEqualTo(1);
    assertThat(stalls.outside(List.of(window), all).getMaxValue()).isEqualTo(300);
  }
}
