package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to end under every restart policy, with real JVMs and signals. */
class RestartPolicyIT {
  /** No policy, but an option of its own: nothing but a declared end is one. */
  private static final String STRICT = "require-clean-exit";

  private static final List<String> POLICIES =
      List.of("on-failure", "on-abnormal", "always", "never", STRICT);

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

  /** How it ends; its exit code and cause; which policies restart it. */
  private record End(String ending, int code, String cause, String restarting) {}

  static Stream<Arguments> endsAndPolicies() {
    return Stream.of(
            new End("exit:0", 0, "exit", "always require-clean-exit"),
            new End("exit:3", 3, "exit", "on-failure always require-clean-exit"),
            new End("throw", 1, "exit", "on-failure always require-clean-exit"),
            new End("thread-throw", 0, "exit", "always require-clean-exit"),
            new End("halt:9", 9, "exit", "on-failure always require-clean-exit"),
            new End("signal:TERM", 143, "signal", "always require-clean-exit"),
            new End(
                "signal:KILL", 137, "signal", "on-failure on-abnormal always require-clean-exit"),
            new End("segv", 134, "jvm-crash", "on-failure on-abnormal always require-clean-exit"),
            new End("oom", 3, "exit", "on-failure always require-clean-exit"))
        .flatMap(end -> POLICIES.stream().map(policy -> Arguments.of(end, policy)));
  }

  @ParameterizedTest
  @MethodSource("endsAndPolicies")
  void shouldRestartAsThePolicySays(End end, String policy) throws Exception {
    boolean isRestarted = List.of(end.restarting.split(" ")).contains(policy);
    List<String> options =
        new ArrayList<>(
            policy.equals(STRICT) ? List.of("--" + STRICT) : List.of("--restart", policy));
    if (!policy.equals("never")) {
      // Exit 0 is no end under "always"; the limit is.
      options.add("--max-restarts=1/60s");
    }
    Map<String, String> environment =
        end.ending.equals("oom")
            ? Map.of("JDK_JAVA_OPTIONS", "-XX:+ExitOnOutOfMemoryError")
            : Map.of();

    LoaderRig.Run run = rig.run(environment, options, end.ending, "exit:0");

    assertThat(run.await()).as(run.errors()).isEqualTo(isRestarted ? 0 : end.code);
    assertThat(rig.notes()).hasSize(isRestarted ? 2 : 1);
    JsonNode first = rig.ends().get(0);
    assertThat(first.get("code").asInt()).isEqualTo(end.code);
    assertThat(first.get("cause").asText()).isEqualTo(end.cause);
    assertThat(first.get("outcome").asText()).isEqualTo(isRestarted ? "restarted" : "ended");
    assertThat(first.path("hsErr").asText().isEmpty()).isEqualTo(!end.ending.equals("segv"));
  }

  @ParameterizedTest
  @CsvSource({"on-failure", "on-abnormal", "always", "never"})
  void shouldGoOnAfterAnExceptionInAnotherThreadAndEndWhenTheOperatorStopsIt(String policy)
      throws Exception {
    LoaderRig.Run run =
        rig.run(Map.of(), List.of("--restart", policy), "thread-throw:go-on", "exit:0");
    awaitReady(run);

    assertThat(rig.loader(Map.of(), "stop", "--name", "app").await()).isZero();

    assertThat(run.await()).isEqualTo(143);
    assertThat(rig.notes()).hasSize(1);
    assertThat(rig.ends().get(0).get("cause").asText()).isEqualTo("stop");
    assertThat(rig.ends().get(0).get("outcome").asText()).isEqualTo("stopped");
  }

  @Test
  void shouldEndWhenTheLoaderIsToldToWhateverThePolicy() throws Exception {
    LoaderRig.Run run = rig.run(Map.of(), List.of("--restart", "always"), "wait");
    awaitReady(run);

    LoaderRig.signal(run.process().pid(), "TERM");

    assertThat(run.await()).isEqualTo(143);
    assertThat(rig.ends().get(0).get("cause").asText()).isEqualTo("signal-TERM");
  }

  @ParameterizedTest
  @CsvSource({"on-failure, 1, 3", "always, 2, 0"})
  void shouldTakeADeclaredEndForOneWhateverItsCode(String policy, int starts, int code)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--name", "app", "--restart", policy, "--max-restarts=1"));
    arguments.addAll(List.of("--", "java", "-cp", LoaderRig.testClasses().toString()));
    arguments.addAll(
        List.of(TestApplication.class.getName(), rig.notes.toString(), "clean:3", "exit:0"));

    LoaderRig.Run run = rig.loader(Map.of(), arguments.toArray(new String[0]));

    assertThat(run.await()).as(run.errors()).isEqualTo(code);
    assertThat(rig.notes()).hasSize(starts);
    assertThat(rig.ends().get(0).get("cause").asText()).isEqualTo("clean-exit");
  }

  @Test
  void shouldObeyTheListsOfExitCodes() throws Exception {
    LoaderRig.Run run =
        rig.run(
            Map.of(),
            List.of("--restart-exit-codes=0,143", "--no-restart-exit-codes=40-49"),
            "exit:0",
            "signal:TERM",
            "exit:41");

    assertThat(run.await()).as(run.errors()).isEqualTo(41);
    assertThat(rig.notes()).hasSize(3);
  }

  @Test
  void shouldRetryATemporaryRefusalOnlyWhenAskedTo() throws Exception {
    LoaderRig.Run run =
        rig.run(
            Map.of("TEST_AGENT_REFUSES", "75"),
            List.of("--restart-exit-codes=75", "--max-restarts=2"),
            "exit:0");

    assertThat(run.await()).isEqualTo(75);
    assertThat(rig.ends()).hasSize(3);
    assertThat(rig.ends()).allMatch(end -> end.get("cause").asText().equals("agent"));
  }

  @Test
  void shouldStopDuringABackOffAndRestartAtOnceWhenToldTo() throws Exception {
    LoaderRig.Run run =
        rig.run(
            Map.of(), List.of("--backoff=1h..2h", "--max-restarts=unlimited"), "exit:3", "exit:4");
    awaitError(run, "incarnation 1 ended");
    assertThat(run.errors()).contains("restarting in ");
    LoaderRig.Run status = rig.loader(Map.of(), "status");
    assertThat(status.await()).isZero();
    assertThat(status.printed()).contains("back-off");

    LoaderRig.Run restart = rig.loader(Map.of(), "restart", "--name", "app");
    assertThat(restart.await()).as(restart.errors()).isZero();
    awaitError(run, "incarnation 2 ended");
    assertThat(rig.loader(Map.of(), "stop", "--name", "app").await()).isZero();

    assertThat(run.await()).isEqualTo(4);
    assertThat(rig.notes()).hasSize(2);
    // One line said that it was going to be restarted, the last one that it was not.
    assertThat(rig.ends()).hasSize(3);
    assertThat(rig.ends().get(2).get("outcome").asText()).isEqualTo("stopped");
  }

  private static void awaitReady(LoaderRig.Run run) {
    LoaderRig.await(() -> contains(run.out(), "ready"));
  }

  private static void awaitError(LoaderRig.Run run, String text) {
    LoaderRig.await(() -> contains(run.err(), text));
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      return false;
    }
  }
}
