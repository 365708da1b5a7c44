package io.rekindle.loader.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodesTest {
  @Test
  void shouldReadAndWriteRanges() {
    ExitCodes codes = ExitCodes.parse("20, 3,10-12,11-14,255");

    assertThat(codes).hasToString("3,10-14,20,255");
    assertThat(ExitCodes.parse(codes.toString())).isEqualTo(codes);
    assertThat(codes.contains(13)).isTrue();
    assertThat(codes.contains(15)).isFalse();
    assertThat(codes.contains(0)).isFalse();
    assertThat(ExitCodes.parse("")).isEqualTo(ExitCodes.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1,,2", "256", "5-3", "-1", "1-", "1;2"})
  void shouldRefuseWhatIsNoCode(String text) {
    assertThatThrownBy(() -> ExitCodes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'");
  }
}
