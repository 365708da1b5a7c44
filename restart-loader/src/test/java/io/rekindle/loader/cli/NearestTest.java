package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> VERBS = List.of("run", "restart", "status", "stop");

  @Test
  void shouldFindTheWordThatIsFewEditsAway() {
    assertThat(Nearest.to("rnu", VERBS)).contains("run");
    assertThat(Nearest.to("stats", VERBS)).contains("status");
    assertThat(Nearest.to("--nmae", List.of("--name", "--json"))).contains("--name");
  }

  @Test
  void shouldFindNothingWhenNoWordIsNear() {
    assertThat(Nearest.to("frobnicate", VERBS)).isEmpty();
  }
}
