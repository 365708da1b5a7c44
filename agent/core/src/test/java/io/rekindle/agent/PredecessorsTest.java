package io.rekindle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PredecessorsTest {

  private static final long OWN = 77;

  @Test
  void shouldBeTheOriginalWhenNobodyOwnedTheName() {
    assertThat(Predecessors.of("", OWN)).isEqualTo(new Predecessors(OWN, 0));
  }

  @Test
  void shouldPassTheOriginalOnFromOneToTheNext() {
    String second = "pid=5 incarnation=2 startedMs=1 " + new Predecessors(3, 4).text() + "\n";

    assertThat(Predecessors.of(second, OWN)).isEqualTo(new Predecessors(3, 5));
  }

  @Test
  void shouldTakeOnlyTheFirstForTheOriginalWhenNoneIsNoted() {
    assertThat(Predecessors.of("pid=5 incarnation=1 startedMs=1\n", OWN))
        .isEqualTo(new Predecessors(5, 5));
    assertThat(Predecessors.of("pid=5 incarnation=9 startedMs=1\n", OWN))
        .isEqualTo(new Predecessors(0, 5));
  }

  @Test
  void shouldKnowNothingFromATextThatIsNone() {
    assertThat(Predecessors.of("pid=x1 incarnat", OWN)).isEqualTo(new Predecessors(0, 0));
  }
}
