package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.meter.Meter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that its own state kills is started from older state, with the real agent. */
class EscalationIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path temporary;
  private LoaderRig rig;
  private Path readings;

  @BeforeEach
  void prepare() throws IOException {
    rig = new LoaderRig(temporary);
    readings = temporary.resolve("readings");
  }

  @AfterEach
  void end() throws IOException {
    rig.close();
  }

  private LoaderRig.Run run(String mode, String... options) throws IOException {
    Path type = Path.of("com/acme/meter/Meter.class");
    Path classes = temporary.resolve("classes");
    Files.createDirectories(classes.resolve(type).getParent());
    if (!Files.exists(classes.resolve(type))) {
      Files.copy(LoaderRig.testClasses().resolve(type), classes.resolve(type));
    }
    String name = Meter.class.getName();
    List<String> arguments = new ArrayList<>(List.of("run", "--name", "app"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--state=" + name + "#reading", "--checkpoint=" + name + "#read"));
    // No commits but those of the readings, however slow the machine is.
    arguments.add("--interval=60m");
    arguments.addAll(List.of("--", "java", "-XX:TieredStopAtLevel=1", "-cp", classes.toString()));
    arguments.addAll(List.of(name, readings.toString(), mode));
    return rig.loader(Map.of(), arguments.toArray(new String[0]));
  }

  private JsonNode json(String... arguments) throws Exception {
    LoaderRig.Run run = rig.loader(Map.of(), arguments);
    assertThat(run.await()).as(run.errors()).isZero();
    return MAPPER.readTree(run.printed());
  }

  @Test
  void shouldComeBackWithThePreviousValueWhenTheNewestIsDeadly() throws Exception {
    LoaderRig.Run run = run("deadly", "--escalate-after=3");

    assertThat(run.await()).as(run.errors()).isZero();
    assertThat(Files.readAllLines(readings)).containsExactly("0", "666", "666", "665");
    Path setAside = rig.store.resolve("app/set-aside/crash-loop-1");
    assertThat(run.errors())
        .contains("3 fast crashes in a row: the next start uses the state as of commit 5, 1 back")
        .contains(setAside.toString());
    assertThat(rig.ends().get(2).at("/fallback/sequence").asLong()).isEqualTo(5);
    JsonNode status = json("status", "--name", "app", "--json");
    assertThat(status.at("/fallback/setAside").asText()).isEqualTo(setAside.toString());

    // What was given up stays given up, and can be looked into.
    assertThat(run("deadly").await()).isZero();
    assertThat(Files.readAllLines(readings)).endsWith("665", "765");
    JsonNode kept =
        json("inspect", "--store", "" + setAside.getParent(), "--name=crash-loop-1", "--json");
    assertThat(kept.get("sequence").asLong()).isEqualTo(6);
    LoaderRig.Run verify = rig.loader(Map.of(), "verify", "--name", "app");
    assertThat(verify.await()).as(verify.printed()).isZero();
  }

  @Test
  void shouldGiveUpWithTheNewestStateInPlaceWhenNoStateHelps() throws Exception {
    LoaderRig.Run run = run("hopeless", "--escalate-after=2", "--max-restarts=1");

    assertThat(run.await()).as(run.errors()).isEqualTo(1);
    // Back by 1, then 2 more, then to the oldest.
    assertThat(Files.readAllLines(readings)).containsExactly("0", "666", "665", "663", "661");
    assertThat(run.errors())
        .contains("crash loop: fast crashes=5, no older state is left")
        .contains("The newest state is in place again.");
    assertThat(json("status", "--name", "app", "--json").get("state").asText())
        .isEqualTo("crash-loop");
    assertThat(json("inspect", "--name", "app", "--json").get("sequence").asLong()).isEqualTo(6);
    assertThat(rig.store.resolve("app/set-aside/crash-loop-2")).doesNotExist();
  }

  @Test
  void shouldComeBackToTheStateThatSomebodyChoseWhenNoStateHelps() throws Exception {
    assertThat(run("hopeless", "--escalate-after=2", "--max-restarts=1").await()).isEqualTo(1);

    LoaderRig.Run chosen = rig.loader(Map.of(), "restart", "--name=app", "--at=4");

    assertThat(chosen.await()).as(chosen.errors()).isEqualTo(1);
    assertThat(chosen.errors()).contains("The newest state is in place again.");
    // What was given up before does not come back because nothing helped.
    assertThat(json("inspect", "--name", "app", "--json").get("sequence").asLong()).isEqualTo(4);
  }

  @Test
  void shouldStartWithNothingAtLastWhenAskedTo() throws Exception {
    LoaderRig.Run run =
        run("hopeless", "--escalate-after=3", "--cold-start-last", "--no-restart-exit-codes=9");

    assertThat(run.await()).as(run.errors()).isEqualTo(1);
    assertThat(Files.readAllLines(readings))
        .containsExactly("0", "666", "666", "665", "663", "661", "0");
    Path setAside = rig.store.resolve("app/set-aside/crash-loop-1");
    assertThat(run.errors())
        .contains("the next start has no state")
        .contains("Commits were made from older state; the newest, commit 6, is in " + setAside);
    JsonNode kept =
        json("inspect", "--store", "" + setAside.getParent(), "--name=crash-loop-1", "--json");
    assertThat(kept.get("sequence").asLong()).isEqualTo(6);
  }

  @Test
  void shouldNeverGiveUpStateUnlessAskedTo() throws Exception {
    LoaderRig.Run run = run("deadly", "--max-restarts=3");

    assertThat(run.await()).isEqualTo(1);
    assertThat(Files.readAllLines(readings)).containsExactly("0", "666", "666", "666");
    assertThat(rig.store.resolve("app/set-aside")).doesNotExist();
  }
}
