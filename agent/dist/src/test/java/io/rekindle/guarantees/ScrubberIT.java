package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rekindle.guarantees.apps.BankApp;
import io.rekindle.guarantees.apps.PairsApp;
import io.rekindle.guarantees.apps.PassedApp;
import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scrubber finds changes that no barrier told of, and nothing else.
 *
 * <p>Invariants checked: what it found survives a kill; it finds each change once; where all
 * changes pass barriers it finds none.
 */
class ScrubberIT {

  private static final String INTERVAL = "-Drekindle.scrubber.interval=5";

  /** Enough to record each object and to compare it a few times. */
  private static final int PASSES = 4;

  /** A pass takes an interval at least, and a suspect is looked at again after five of them. */
  private static final int PASSES_TO_HEAL = 10;

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "reflection,      42 -1 0 3000 -1",
    "interrupts,      42 -1 0 3000 -1",
    "varhandle,       42 -1 0 3000 -1",
    "method-handle,   42 -1 0 3000 -1",
    "updater,         42 -1 0 3000 -1",
    "unsafe,          42 -1 0 3000 -1",
    "library,         42 -1 0 3000 -1",
    "mapper,          42 -1 0 3000 -1",
    "element,         0 -1 42 3000 -1",
    "attach,          0 -1 0 3000 0",
    "list,            0 -1 0 2000 -1",
  })
  void shouldKeepChangePastBarriersWhenKilledAfterHeal(String way, String expected)
      throws IOException {
    try (ChildJvm jvm = start()) {
      jvm.awaitLine("state 0 -1 0 3000 -1");
      AgentStatusClient.awaitPasses(temp, 2);
      jvm.sendLine(way);
      jvm.awaitLine("changed " + expected);
      AgentStatusClient.await(temp, "status", "\"scrubberHealed\":1,");
      AgentStatusClient.awaitPasses(temp, PASSES);
      assertThat(AgentStatusClient.ask(temp, "status")).contains("\"scrubberHealed\":1,");
      AgentStatusClient.ask(temp, "checkpoint");
      assertThat(jvm.stderr().stream().filter(line -> line.contains("no barrier told of")))
          .as(jvm.describe())
          .hasSize(1)
          .allMatch(
              line ->
                  line.contains("path=" + (way.equals("element") ? "Passed.many[" : "Passed.")));
      jvm.killHard();
    }
    try (ChildJvm jvm = start()) {
      assertThat(jvm.awaitLine("state ")).isEqualTo("state " + expected);
    }
  }

  /**
   * What is stored and changed at once may be found by a second look, before the scrubber comes.
   */
  @Test
  void shouldKeepChangeOfDeserializerWhenKilled() throws IOException {
    try (ChildJvm jvm = start()) {
      jvm.awaitLine("state 0 -1 0 3000 -1");
      AgentStatusClient.awaitPasses(temp, 2);
      jvm.sendLine("deserialization");
      jvm.awaitLine("changed 0 42 0 3000 -1");
      AgentStatusClient.awaitPasses(temp, PASSES_TO_HEAL);
      AgentStatusClient.ask(temp, "checkpoint");
      jvm.killHard();
    }
    try (ChildJvm jvm = start()) {
      assertThat(jvm.awaitLine("state ")).isEqualTo("state 0 42 0 3000 -1");
    }
  }

  @Test
  void shouldFindNothingWhenBankRuns() {
    ChildJvm jvm =
        Apps.of(BankApp.class, temp, "", temp.resolve("confirmed").toString(), "3", "7")
            .flags(INTERVAL);
    findNothing(jvm);
  }

  @Test
  void shouldFindNothingWhenSectionsNest() {
    findNothing(Apps.of(PairsApp.class, temp, "").flags(INTERVAL));
  }

  private void findNothing(ChildJvm configured) {
    try (ChildJvm jvm = configured.start()) {
      jvm.awaitLine("state ");
      AgentStatusClient.awaitPasses(temp, 50);
      assertThat(AgentStatusClient.await(temp, "status", "\"scrubberHealed\":"))
          .as(jvm.describe())
          .contains("\"scrubberHealed\":0");
      assertThat(jvm.isAlive()).as(jvm.describe()).isTrue();
    }
  }

  private ChildJvm start() {
    return Apps.of(PassedApp.class, temp, ",exclude=io.rekindle.guarantees.apps.library")
        .classPath(Apps.codeSources(ObjectMapper.class, JsonFactory.class, JsonAutoDetect.class))
        .flags(INTERVAL, "--add-opens=java.base/java.util=ALL-UNNAMED")
        .start();
  }
}
