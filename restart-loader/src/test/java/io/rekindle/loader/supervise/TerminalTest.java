package io.rekindle.loader.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void shouldTellForegroundByTheGroupOfTheTerminal() {
    String child = "13 (java) S 12 12 5 34816 12 0";
    assertThat(Terminal.isForegroundWith("12 (a) b (c)) S 1 12 5 34816 12 0", child)).isTrue();
    assertThat(Terminal.isForegroundWith("12 (java) S 1 12 5 34816 77 0", child)).isFalse();
    assertThat(Terminal.isForegroundWith("12 (java) S 1 12 5 0 -1 0", child)).isFalse();
  }

  @Test
  void shouldNotTakeAnotherGroupForOurs() {
    String adopted = "13 (java) S 1 13 13 34816 12 0";
    assertThat(Terminal.isForegroundWith("12 (java) S 1 12 5 34816 12 0", adopted)).isFalse();
  }
}
