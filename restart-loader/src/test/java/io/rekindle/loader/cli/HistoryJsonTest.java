package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rekindle.loader.store.EndRecord;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.HookEnd;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryJsonTest {
  private static EndRecord end(int incarnation) {
    return new EndRecord(
        incarnation, 100, new Ending(1), 0, 1, "exit", "", EndRecord.RESTARTED, null);
  }

  private static HookEnd hook(int incarnation, String command) {
    return new HookEnd(1_000, incarnation, "success", command, 500);
  }

  private final List<HistoryEntry> entries = HistoryEntry.of(List.of(end(1), end(2)));

  @Test
  void shouldTellHooksOfWhatStillRunsToo() {
    List<HookEnd> hooks = List.of(hook(3, "third"), hook(2, "second"), hook(3, "last"));

    JsonNode history = HistoryJson.of(entries, entries, hooks);

    assertThat(history).hasSize(3);
    assertThat(history.get(0).has("hooks")).isFalse();
    assertThat(history.get(1).at("/hooks/0/command").asText()).isEqualTo("second");
    assertThat(history.get(1).get("outcome").asText()).isEqualTo("restarted");
    assertThat(history.get(2).get("incarnation").asInt()).isEqualTo(3);
    assertThat(history.get(2).get("hooks").findValuesAsText("command"))
        .containsExactly("third", "last");
    assertThat(history.get(2).has("outcome")).as("it has not ended").isFalse();
  }

  @Test
  void shouldLeaveOutHooksOfEndsThatAreNotShown() {
    JsonNode history = HistoryJson.of(entries, entries.subList(1, 2), List.of(hook(1, "first")));

    assertThat(history).hasSize(1);
    assertThat(history.get(0).has("hooks")).isFalse();
  }
}
