package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Restart policy, exit codes and signals, with real JVMs. */
@Execution(ExecutionMode.CONCURRENT)
class SupervisionIT {
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

  @ParameterizedTest
  @CsvSource({
    "exit:0,       0,   1, ''",
    "halt:0,       0,   1, ''",
    "signal:TERM,  143, 1, ''",
    "signal:INT,   130, 1, ''",
    "signal:HUP,   129, 1, ''",
    "exit:1,       0,   2, exited:1",
    "exit:3,       0,   2, exited:3",
    "exit:65,      0,   2, exited:65",
    "halt:9,       0,   2, exited:9",
    "throw,        0,   2, exited:1",
    "signal:KILL,  0,   2, signaled:9",
    "signal:SEGV,  0,   2, signaled:6",
    "signal:ABRT,  0,   2, signaled:6",
  })
  void shouldRestartOnlyWhenTheEndWasNotAskedFor(
      String ending, int code, int starts, String previous) throws Exception {
    LoaderRig.Run run = rig.run(ending, "exit:0");

    assertThat(run.await()).as(run.errors()).isEqualTo(code);
    assertThat(rig.notes()).hasSize(starts);
    assertThat(rig.note(1, "previous")).isEqualTo("none");
    assertThat(rig.note(1, "launcher")).isEqualTo(String.valueOf(run.process().pid()));
    assertThat(rig.ends()).hasSize(starts);
    assertThat(rig.ends().get(0).get("incarnation").asInt()).isEqualTo(1);
    if (starts > 1) {
      assertThat(rig.note(2, "previous")).isEqualTo(previous);
      assertThat(rig.ends().get(0).get("outcome").asText()).isEqualTo("restarted");
      assertThat(run.errors()).contains("incarnation 1 ended").contains("(1 of 5 in 60 s)");
    }
    if (ending.equals("signal:SEGV")) {
      assertThat(rig.ends().get(0).get("hsErr").asText()).contains("hs_err_pid");
      assertThat(run.errors()).contains("crash report: ");
    }
    // The application's stack trace and the JVM's crash note are the application's own.
    if (!ending.equals("signal:SEGV")) {
      assertThat(run.printed()).isEmpty();
    }
  }

  @Test
  void shouldGiveUpWithTheLastCodeWhenItCrashesInALoop() throws Exception {
    Path result = temporary.resolve("result.json");
    LoaderRig.Run run =
        rig.run(Map.of(), List.of("--result", result.toString(), "--max-restarts=2"), "exit:7");

    assertThat(run.await()).isEqualTo(7);
    assertThat(rig.notes()).hasSize(3);
    assertThat(run.errors()).contains("crash loop: restarts=2, period=60 s");
    JsonNode outcome = new ObjectMapper().readTree(result.toFile());
    assertThat(outcome.toString())
        .isEqualTo(
            "{\"name\":\"app\",\"incarnations\":3,\"restarts\":2,"
                + "\"exit\":{\"kind\":\"exited\",\"code\":7,\"signal\":0},"
                + "\"reason\":\"crash-loop\",\"launcherCode\":7}");
    LoaderRig.Run status = rig.loader(Map.of(), "status", "--name", "app", "--json");
    assertThat(status.await()).isZero();
    JsonNode facts = new ObjectMapper().readTree(status.printed());
    assertThat(facts.get("state").asText()).isEqualTo("crash-loop");
    assertThat(facts.get("restarts").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 65, 75, 78})
  void shouldNotRestartWhenTheAgentRefuses(int code) throws Exception {
    LoaderRig.Run run =
        rig.run(Map.of("TEST_AGENT_REFUSES", String.valueOf(code)), List.of(), "exit:0");

    assertThat(run.await()).isEqualTo(code);
    assertThat(run.errors()).contains("not restarted, the agent says: corrupt store: x=1");
    assertThat(rig.ends()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void shouldForwardSignalsAndEndAsTheApplicationDid(String signal, int code) throws Exception {
    LoaderRig.Run run = rig.run("wait");
    rig.awaitStarts(1);
    awaitReady(run);

    LoaderRig.signal(run.process().pid(), signal);

    assertThat(run.await()).isEqualTo(code);
    assertThat(rig.notes()).hasSize(1);
    assertThat(rig.ends().get(0).get("code").asInt()).isEqualTo(code);
    assertThat(isAlive(1)).isFalse();
  }

  @Test
  void shouldStartItWhenTheLoaderHasRoomForProcessesAgain() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "prlimit, of Linux");
    LoaderRig.Run run = rig.run("wait", "exit:0");
    rig.awaitStarts(1);
    limitOpenFiles(run, 8);

    LoaderRig.signal(Long.parseLong(rig.note(1, "pid")), "KILL");
    LoaderRig.await(() -> said(run, "Too many open files; trying again in"));
    limitOpenFiles(run, 1024);

    assertThat(run.await()).as(run.errors()).isZero();
    assertThat(rig.notes()).hasSize(2);
    assertThat(rig.note(2, "previous")).isEqualTo("signaled:9");
  }

  /** More are open by now: no other one can be opened. */
  private static void limitOpenFiles(LoaderRig.Run run, int count) throws Exception {
    List<String> command = List.of("prlimit", "--pid", "" + run.process().pid());
    Process prlimit =
        new ProcessBuilder(
                Stream.concat(command.stream(), Stream.of("--nofile=" + count + ":")).toList())
            .inheritIO()
            .start();
    assertThat(prlimit.waitFor()).isZero();
  }

  private static boolean said(LoaderRig.Run run, String text) {
    try {
      return run.errors().contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"restart", "stop"})
  void shouldEndTheJvmOfAScriptThatDoesNotPassSignalsOn(String verb) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "--name=app", "--agent=" + rig.agent));
    String line =
        "%s -cp %s %s %s wait; true"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                LoaderRig.testClasses(),
                TestApplication.class.getName(),
                rig.notes);
    arguments.addAll(List.of("--", "/bin/sh", "-c", line));
    LoaderRig.Run run =
        rig.loader(Map.of("TEST_AGENT_OWNS", "1"), arguments.toArray(new String[0]));
    rig.awaitStarts(1);
    awaitReady(run);

    LoaderRig.Run done = rig.loader(Map.of(), verb, "--name=app");

    assertThat(done.await()).as(done.errors()).isZero();
    long pid = Long.parseLong(rig.note(1, "pid"));
    LoaderRig.await(() -> ProcessHandle.of(pid).isEmpty());
    if (verb.equals("restart")) {
      rig.awaitStarts(2);
      assertThat(rig.loader(Map.of(), "kill", "--name=app").await()).isZero();
    }
    run.await();
    assertThat(rig.ends())
        .allMatch(
            end ->
                end.get("cause").asText().equals(verb) || end.get("cause").asText().equals("kill"));
  }

  @Test
  void shouldPassStandardStreamsThrough() throws Exception {
    LoaderRig.Run run = rig.run("echo", "exit:0");
    run.send("one\ntwo ä\n");

    assertThat(run.await()).isZero();
    assertThat(run.printed()).isEqualTo("one\ntwo ä\n");
  }

  @Test
  void shouldStartTheNextIncarnationAtOnceAfterTheDeath() throws Exception {
    LoaderRig.Run run = rig.run("halt:1", "halt:1", "halt:1", "exit:0");

    assertThat(run.await()).isZero();
    assertThat(run.errors()).as("no start is delayed").doesNotContain("restarting in ");
    List<JsonNode> ends = rig.ends();
    for (int i = 1; i < ends.size(); i++) {
      long gapMs = ends.get(i).get("startedMs").asLong() - ends.get(i - 1).get("endedMs").asLong();
      assertThat(gapMs).isNotNegative();
      System.out.println("death seen to start done: " + gapMs + " ms");
    }
  }

  private boolean isAlive(int start) throws IOException {
    return ProcessHandle.of(Long.parseLong(rig.note(start, "pid"))).isPresent();
  }

  private static void awaitReady(LoaderRig.Run run) {
    LoaderRig.await(
        () -> {
          try {
            return Files.readString(run.out()).contains("ready");
          } catch (IOException e) {
            return false;
          }
        });
  }
}
