package io.rekindle.loader.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndRecordTest {
  private static final EndRecord ASKED =
      new EndRecord(
              1,
              100,
              new Ending(143),
              0,
              1,
              EndRecord.CAUSE_ESCALATION,
              "",
              EndRecord.RESTARTED,
              null)
          .withStep(new EscalationStep(Rung.GROUP, "jammed"));

  @Test
  void shouldTellWhatWasDoneRatherThanWhatWasAskedFor() {
    EndRecord restarted = ASKED.withInstead(Rung.RESTART);

    assertThat(restarted.toJson().at("/escalation/rung").asText()).isEqualTo("restart");
    assertThat(restarted.toJson().at("/escalation/reason").asText()).isEqualTo("jammed");
    assertThat(EndRecord.fromJson(restarted.toJson())).isEqualTo(restarted);
  }

  @Test
  void shouldTellOfNoStepWhereNobodyAsked() {
    EndRecord crashed = ASKED.withStep(null);

    assertThat(crashed.withInstead(Rung.RESTART)).isSameAs(crashed);
    assertThat(crashed.toJson().has("escalation")).isFalse();
  }
}
