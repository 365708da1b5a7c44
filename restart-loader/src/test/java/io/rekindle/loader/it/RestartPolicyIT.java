package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.provider.CsvSource;

/** What goes before the restart policy, with real JVMs and signals; see {@link RestartMatrixIT}. */
class RestartPolicyIT {
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
    LoaderRig.Run run =
        rig.runWithAgent(List.of("--restart", policy, "--max-restarts=1"), "clean:3", "exit:0");

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
