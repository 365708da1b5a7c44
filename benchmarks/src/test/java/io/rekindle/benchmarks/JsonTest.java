package io.rekindle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void shouldReadBackWhatWasWritten() {
    Map<String, Object> value =
        Map.of(
            "text", "a \"quoted\" \\ line\nand × more",
            "numbers", List.of(1.0, -2.5e-7, 1e12),
            "empty", Map.of(),
            "none", List.of());

    assertThat(Json.read(Json.write(value))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1 2]", "{\"a\" 1}", "\"open", "[1] 2", "nope"})
  void shouldRefuseWhenTextIsNotJson(String text) {
    assertThatThrownBy(() -> Json.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("position=");
  }
}
