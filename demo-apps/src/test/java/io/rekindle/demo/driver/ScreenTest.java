package io.rekindle.demo.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void shouldWriteNoControlCharacterWhenThereIsNoTerminal() {
    Screen screen = screen(false);
    showSomeProgress(screen, TimeUnit.MILLISECONDS.toNanos(1_100));
    screen.line("%,d done", 1_000);

    assertThat(text()).contains("steps\n").endsWith("1,000 done\n").doesNotContain("\r", "\u001b");
  }

  @Test
  void shouldReplaceProgressWhenThereIsATerminal() {
    Screen screen = screen(true);
    showSomeProgress(screen, TimeUnit.MILLISECONDS.toNanos(60));
    screen.line("done");

    assertThat(text())
        .contains("\r\u001b[K")
        .endsWith("\r\u001b[Kdone\n")
        .doesNotContain("steps\n");
  }

  private static void showSomeProgress(Screen screen, long durationNs) {
    long endNs = System.nanoTime() + durationNs;
    while (System.nanoTime() - endNs < 0) {
      screen.progress("%d steps", 1);
    }
  }

  private Screen screen(boolean isTerminal) {
    return new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8), isTerminal);
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
