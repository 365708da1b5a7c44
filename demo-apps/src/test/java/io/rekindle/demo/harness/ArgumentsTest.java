package io.rekindle.demo.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  @Test
  void shouldSplitWordsOptionsAndFlags() {
    Arguments arguments = parse("bank", "--seed", "7", "--keep", "--seed", "8");

    assertThat(arguments.words()).containsExactly("bank");
    assertThat(arguments.all("--seed")).containsExactly("7", "8");
    assertThat(arguments.number("--seed", 0, 0, 9)).isEqualTo(8);
    assertThat(arguments.has("--keep")).isTrue();
  }

  @Test
  void shouldReturnDefaultWhenOptionIsAbsent() {
    assertThat(parse().number("--seed", 42, 0, 1)).isEqualTo(42);
    assertThat(parse().path("--seed")).isNull();
    assertThat(parse().all("--seed")).isEmpty();
  }

  @Test
  void shouldTakeNextWordAsValueWhenItLooksLikeAnOption() {
    assertThat(parse("--seed", "--keep").text("--seed", null)).isEqualTo("--keep");
  }

  @Test
  void shouldNameOptionWhenCommandLineIsWrong() {
    assertThatThrownBy(() -> parse("--sed", "1"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("option=--sed");
    assertThatThrownBy(() -> parse("--seed"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("option=--seed");
    assertThatThrownBy(() -> parse("--seed", "x").number("--seed", 0, 0, 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("value=x");
    assertThatThrownBy(() -> parse("--seed", "2").number("--seed", 0, 0, 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("max=1");
  }

  private static Arguments parse(String... args) {
    return Arguments.parse(args, Set.of("--seed"), Set.of("--keep"));
  }
}
