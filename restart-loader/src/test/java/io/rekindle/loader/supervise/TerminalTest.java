package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void shouldTellForegroundByTheGroupOfTheTerminal() {
    assertThat(Terminal.isForeground("12 (a) b (c)) S 1 12 5 34816 12 0")).isTrue();
    assertThat(Terminal.isForeground("12 (java) S 1 12 5 34816 77 0")).isFalse();
    assertThat(Terminal.isForeground("12 (java) S 1 12 5 0 -1 0")).isFalse();
  }
}
