package io.rekindle.demo.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Screen screen =
      new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8), false);

  @Test
  void shouldPassWhenRestartHasWhatWasAcknowledgedOrWasInTheWorks() {
    assertThat(Verdict.onRestarts(List.of(restart(10, 10), restart(20, 21)), 1, screen)).isTrue();
    assertThat(text()).contains("from kill to main: 2 ms median");
  }

  @Test
  void shouldFailWhenAcknowledgedStepIsGone() {
    assertThat(Verdict.onRestarts(List.of(restart(10, 10), restart(20, 19)), 1, screen)).isFalse();
    assertThat(text()).contains("LOST at kill 2: 20 steps were acknowledged, the restart has 19");
  }

  @Test
  void shouldFailWhenRestartHasMoreThanCanHaveBeenDone() {
    assertThat(Verdict.onRestarts(List.of(restart(10, 12)), 1, screen)).isFalse();
    assertThat(text()).contains("COUNTED TWICE at kill 1");
    assertThat(Verdict.onRestarts(List.of(restart(10, 12)), 2, screen)).isTrue();
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  private static Restart restart(long acknowledged, long position) {
    return new Restart(1, acknowledged, position, 2, 2_000_000, 3_000_000, 4_000_000);
  }
}
