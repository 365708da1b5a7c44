package io.rekindle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkTest {

  @Test
  void shouldMeasureEverySizeWhenNothingIsAskedFor() {
    assertThat(accountCounts(Work.T1)).containsExactly(10_000L, 1_000_000L, 10_000_000L);
    assertThat(accountCounts(Work.T5)).containsExactly(100L);
  }

  @Test
  void shouldScaleCountsAndTimesDownToTheirLeast() {
    List<Options> settings = Work.T1.settings(options("--scale", "0.001"));

    assertThat(settings).hasSize(2); // 10,000 and 1,000,000 both come to 1,000
    assertThat(settings.get(0).number("accounts", 0)).isEqualTo(1_000);
    assertThat(settings.get(0).number("operations", 0)).isEqualTo(5_000);
    assertThat(settings.get(0).number("seconds", 0)).isEqualTo(1);
    assertThat(settings.get(1).number("accounts", 0)).isEqualTo(10_000);
  }

  @Test
  void shouldNotGrowWhatIsSmallerThanTheLeast() {
    assertThat(accountCounts(Work.T5, "--scale", "0.001")).containsExactly(100L);
  }

  @Test
  void shouldRefuseScaleWhenItIsNoFraction() {
    assertThatThrownBy(() -> Work.T1.settings(options("--scale", "10")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found=10.0");
  }

  private static List<Long> accountCounts(Work work, String... arguments) {
    return work.settings(options(arguments)).stream()
        .map(setting -> setting.number("accounts", 0))
        .toList();
  }

  private static Options options(String... arguments) {
    return Options.parse(arguments, 0);
  }
}
