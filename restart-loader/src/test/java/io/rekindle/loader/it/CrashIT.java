package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drills: an application is crashed on request, and comes back with its state. */
@Execution(ExecutionMode.CONCURRENT)
class CrashIT {
  @TempDir private Path temporary;
  private LoaderRig rig;
  private AcmeApplications apps;

  @BeforeEach
  void prepare() throws IOException {
    rig = new LoaderRig(temporary);
    apps = new AcmeApplications(rig);
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource({"kill, SIGKILL", "segv, SIGSEGV", "abort, SIGABRT", "hang, SIGSTOP"})
  void shouldComeBackWithItsState(String how, String signal) throws Exception {
    // Only a probe finds what hangs; the others are found by their end.
    String[] options =
        how.equals("hang") ? new String[] {"--probe=jvm", "--probe-every=1s:2"} : new String[0];
    LoaderRig.Run run = apps.ledger("till", 10, options);
    AcmeApplications.awaitPrinted(run, "ready 45\n");

    LoaderRig.Run crash = apps.done("crash", "--name=till", "--how=" + how, "--json");

    assertThat(crash.printed()).contains("\"signal\":\"" + signal + "\"");
    // A JVM that crashes says so on stdout.
    LoaderRig.await(() -> printed(run).matches("(?s)ready 45\n.*ready 90\n"));
    assertThat(run.errors()).contains("restarting (1 of 5 in 60 s)");
  }

  @ParameterizedTest
  @CsvSource({
    "halt, -Xms8m, with exit code 1",
    "oom, -XX:+ExitOnOutOfMemoryError, with exit code 3",
    "oom, -XX:+CrashOnOutOfMemoryError, by SIGABRT"
  })
  void shouldEndFromWithinAndComeBack(String how, String jvmOption, String end) throws Exception {
    LoaderRig.Run run = apps.ledger(List.of("-Xmx48m", jvmOption), "till", 10);
    AcmeApplications.awaitPrinted(run, "ready 45\n");

    LoaderRig.Run crash = apps.done("crash", "--name=till", "--how=" + how, "--json");

    assertThat(crash.printed()).contains("\"ended\":true");
    LoaderRig.await(() -> printed(run).matches("(?s)ready 45\n.*ready 90\n"));
    assertThat(run.errors()).contains("incarnation 1 ended " + end);
  }

  @Test
  void shouldSayThatAnApplicationLivesOnWithoutMemory() throws Exception {
    LoaderRig.Run run = apps.ledger(List.of("-Xmx48m"), "till", 10);
    AcmeApplications.awaitPrinted(run, "ready 45\n");

    for (int i = 0; i < 3; i++) {
      LoaderRig.Run crash = apps.done("crash", "--name=till", "--how=oom");
      assertThat(crash.printed()).contains("lives on: till", "-XX:+ExitOnOutOfMemoryError");
    }

    apps.done("checkpoint", "--name=till");
    assertThat(printed(run)).isEqualTo("ready 45\n");
    assertThat(run.errors()).as("no thread of the agent has ended").doesNotContain("Exception:");
    apps.done("crash", "--name=till", "--how=kill9");
    AcmeApplications.awaitPrinted(run, "ready 45\nready 90\n");
  }

  @Test
  void shouldSayThatThereIsNoAgentToCrashItFromWithin() throws Exception {
    LoaderRig.Run run = rig.run("wait");
    rig.awaitStarts(1);

    LoaderRig.Run halt = rig.loader(Map.of(), "crash", "--name=app", "--how=halt");

    assertThat(halt.await()).isEqualTo(75);
    assertThat(halt.errors()).contains("there is no agent in it: name=app", "kill, segv");
    assertThat(run.process().isAlive()).isTrue();
    assertThat(rig.store.resolve("app/ends.jsonl")).doesNotExist();
  }

  private static String printed(LoaderRig.Run run) {
    try {
      return run.printed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldRefuseWhatIsNoKindAndANameThatIsDown() throws Exception {
    LoaderRig.Run run = apps.ledger("till", 10);
    AcmeApplications.awaitPrinted(run, "ready 45\n");
    LoaderRig.Run wrong = rig.loader(Map.of(), "crash", "--name=till", "--how=sevg");
    assertThat(wrong.await()).isEqualTo(64);
    assertThat(wrong.errors()).contains("--how=sevg").contains("Did you mean: segv");
    apps.done("stop", "--name=till");

    LoaderRig.Run late = rig.loader(Map.of(), "crash", "--name=till");

    assertThat(late.await()).isEqualTo(75);
    assertThat(List.of(late.errors().split("\n"))).hasSize(1);
    assertThat(late.errors()).contains("not running: name=till");
  }
}
