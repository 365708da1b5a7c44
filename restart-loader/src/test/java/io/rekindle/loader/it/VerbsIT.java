package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registration and the verbs that act on a name, with real JVMs. */
class VerbsIT {
  @TempDir private Path temporary;
  private LoaderRig rig;

  @BeforeEach
  void prepare() throws IOException {
    rig = new LoaderRig(temporary);
  }

  @AfterEach
  void end() throws IOException {
    rig.close();
  }

  @Test
  void shouldStartFromTheRecordWhenTheNameIsRegistered() throws Exception {
    assertThat(rig.run(Map.of("TEST_MARK", "first"), List.of(), "exit:0").await()).isZero();

    LoaderRig.Run bare = rig.loader(Map.of("TEST_MARK", "second"), "run", "--name", "app");
    assertThat(bare.await()).as(bare.errors()).isZero();
    assertThat(rig.note(2, "mark")).isEqualTo("first");
    assertThat(rig.note(2, "previous")).isEqualTo("exited:0");
    assertThat(rig.note(2, "cwd")).isEqualTo(rig.note(1, "cwd"));

    LoaderRig.Run other = rig.run("exit:130");
    assertThat(other.await()).isZero();
    assertThat(other.errors()).contains("using the recorded command line").contains("--reload");

    assertThat(rig.run(Map.of(), List.of("--reload"), "exit:130").await()).isEqualTo(130);
    assertThat(rig.notes()).hasSize(4);
  }

  @Test
  void shouldTakeTheStoreBeforeOrAfterTheVerb() throws Exception {
    assertThat(rig.run("exit:0").await()).isZero();
    Path empty = java.nio.file.Files.createDirectory(temporary.resolve("empty"));
    Map<String, String> none = Map.of();
    String here = rig.store.toString();

    LoaderRig.Run before = rig.loader(none, "--store", here, "list");
    assertThat(before.await()).as(before.errors()).isZero();
    assertThat(before.printed()).isEqualTo("app\n");
    LoaderRig.Run other = rig.loader(none, "--store=" + empty, "list");
    assertThat(other.await()).isZero();
    assertThat(other.printed()).isEmpty();
    LoaderRig.Run both = rig.loader(none, "--store", "" + empty, "list", "--store", here);
    assertThat(both.await()).isZero();
    assertThat(both.printed()).isEqualTo("app\n");
    LoaderRig.Run demo = rig.loader(none, "--store", here, "demo");
    assertThat(demo.await()).isEqualTo(64);
    assertThat(demo.errors()).contains("the demo makes a store of its own: --store=" + here);
  }

  @Test
  void shouldRefuseANameThatIsHeld() throws Exception {
    LoaderRig.Run first = rig.run("wait");
    rig.awaitStarts(1);
    Path result = temporary.resolve("result.json");

    LoaderRig.Run second = rig.run(Map.of(), List.of("--result", "" + result), "wait");

    assertThat(second.await()).isEqualTo(75);
    assertThat(second.errors()).contains("launcher pid=" + first.process().pid());
    assertThat(new ObjectMapper().readTree(result.toFile()).get("reason").asText())
        .isEqualTo("name-held");
    assertThat(first.process().isAlive()).isTrue();
  }

  @Test
  void shouldLeaveTheApplicationAliveAndTheNameHeldWhenTheLoaderIsKilled() throws Exception {
    LoaderRig.Run run = rig.run(Map.of("TEST_AGENT_OWNS", "1"), List.of(), "wait");
    rig.awaitStarts(1);
    run.process().destroyForcibly();
    assertThat(run.await()).isEqualTo(137);

    LoaderRig.Run second = rig.loader(Map.of(), "run", "--name", "app");
    assertThat(second.await()).as(second.errors()).isEqualTo(75);
    assertThat(second.errors()).contains("pid=" + rig.note(1, "pid")).contains("without a loader");

    LoaderRig.Run stop = rig.loader(Map.of(), "stop", "--name", "app");
    assertThat(stop.await()).as(stop.errors()).isZero();
    LoaderRig.Run status = rig.loader(Map.of(), "status", "--name", "app", "--json");
    assertThat(status.await()).isZero();
    assertThat(new ObjectMapper().readTree(status.printed()).get("state").asText())
        .isEqualTo("dead");
  }

  @Test
  void shouldRegisterNothingWhenTheSurroundingsAreWrong() throws Exception {
    String agent = rig.agent.toString();
    LoaderRig.Run jar =
        rig.loader(
            Map.of(), "run", "--name", "app", "--agent", agent, "--", "java", "-jar", "no.jar");
    LoaderRig.Run java =
        rig.loader(Map.of(), "run", "--name", "app", "--agent", agent, "--", "/no/java", "X");
    LoaderRig.Run noAgent =
        rig.loader(Map.of(), "run", "--name", "app", "--agent", "/no.jar", "--", "java", "X");

    assertThat(jar.await()).isEqualTo(78);
    assertThat(jar.errors()).contains("no such jar").contains("no.jar");
    assertThat(java.await()).isEqualTo(78);
    assertThat(noAgent.await()).isEqualTo(78);
    assertThat(rig.store.resolve("app")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "kill"})
  void shouldEndForGoodWhenTold(String verb) throws Exception {
    LoaderRig.Run run = rig.run("wait");
    rig.awaitStarts(1);

    LoaderRig.Run command = rig.loader(Map.of(), verb, "--name", "app");

    assertThat(command.await()).as(command.errors()).isZero();
    assertThat(run.await()).isEqualTo(verb.equals("stop") ? 143 : 137);
    assertThat(rig.ends().get(0).get("outcome").asText()).isEqualTo("stopped");
    assertThat(rig.notes()).hasSize(1);
    LoaderRig.Run list = rig.loader(Map.of(), "list");
    assertThat(list.await()).isZero();
    assertThat(list.printed()).isEqualTo("app\n");
  }

  @Test
  void shouldReplaceTheIncarnationOnRestart() throws Exception {
    LoaderRig.Run run = rig.run("wait");
    rig.awaitStarts(1);

    LoaderRig.Run restart = rig.loader(Map.of(), "restart", "--name", "app", "--json");
    assertThat(restart.await()).as(restart.errors()).isZero();
    rig.awaitStarts(2);

    long pid = new ObjectMapper().readTree(restart.printed()).get("pid").asLong();
    assertThat(rig.note(2, "pid")).isEqualTo(String.valueOf(pid));
    LoaderRig.Run status = rig.loader(Map.of(), "status", "--json");
    assertThat(status.await()).isZero();
    JsonNode facts = new ObjectMapper().readTree(status.printed()).get(0);
    assertThat(facts.get("state").asText()).isEqualTo("running");
    assertThat(facts.get("pid").asLong()).isEqualTo(pid);
    assertThat(facts.get("launcherPid").asLong()).isEqualTo(run.process().pid());
    assertThat(run.process().isAlive()).isTrue();
  }

  @Test
  void shouldUseToolOptionsWhenTheCommandIsAScript() throws Exception {
    Path script = temporary.resolve("start.sh");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(
        script,
        "#!/bin/sh\nexec %s -cp %s %s %s exit:0\n"
            .formatted(java, LoaderRig.testClasses(), TestApplication.class.getName(), rig.notes));
    assertThat(script.toFile().setExecutable(true)).isTrue();

    LoaderRig.Run run =
        rig.loader(Map.of(), "run", "--name", "app", "--agent", "" + rig.agent, "--", "./start.sh");

    assertThat(run.await()).as(run.errors()).isZero();
    assertThat(run.errors()).contains("JAVA_TOOL_OPTIONS").contains("Picked up");
    assertThat(rig.notes()).hasSize(1);
  }

  @Test
  void shouldNameTheNearestWhenAWordIsUnknown() throws Exception {
    LoaderRig.Run verb = rig.loader(Map.of(), "stats");
    LoaderRig.Run option = rig.loader(Map.of(), "run", "--nmae", "app", "--", "java", "X");
    LoaderRig.Run name = rig.loader(Map.of(), "status", "--name", "app");

    assertThat(verb.await()).isEqualTo(64);
    assertThat(verb.errors()).contains("unknown verb: stats").contains("Did you mean: status");
    assertThat(option.await()).isEqualTo(64);
    assertThat(option.errors()).contains("Did you mean: --name");
    assertThat(name.await()).isEqualTo(64);
  }

  @Test
  void shouldCheckTheSurroundings() throws Exception {
    LoaderRig.Run sound = rig.loader(Map.of(), "doctor", "--json", "--agent", "" + rig.agent);
    LoaderRig.Run unsound = rig.loader(Map.of(), "doctor", "--agent", "/no.jar");

    assertThat(sound.await()).isZero();
    assertThat(new ObjectMapper().readTree(sound.printed()).get("sound").asBoolean()).isTrue();
    assertThat(unsound.await()).isEqualTo(78);
    assertThat(unsound.printed()).contains("failed  agent");
  }
}
