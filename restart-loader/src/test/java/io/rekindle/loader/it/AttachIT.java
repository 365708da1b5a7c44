package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that the loader did not start. */
@Execution(ExecutionMode.CONCURRENT)
class AttachIT {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

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

  private List<String> application(String... endings) {
    List<String> command = new ArrayList<>(List.of(JAVA, "-cp", "" + LoaderRig.testClasses()));
    command.addAll(List.of(TestApplication.class.getName(), rig.notes.toString()));
    command.addAll(List.of(endings));
    return command;
  }

  private LoaderRig.Run attach(long pid, List<String> command) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("attach", "--name", "app", "--pid", String.valueOf(pid)));
    arguments.addAll(List.of("--agent", rig.agent.toString(), "--"));
    arguments.addAll(command);
    return rig.loader(Map.of(), arguments.toArray(new String[0]));
  }

  private long pid(int start) throws IOException {
    return Long.parseLong(rig.note(start, "pid"));
  }

  private Process startBare(String... endings) throws IOException {
    Process bare =
        new ProcessBuilder(application(endings))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    rig.awaitStarts(1);
    return bare;
  }

  private static void awaitSaid(LoaderRig.Run run, String words) {
    LoaderRig.await(
        () -> {
          try {
            return run.errors().contains(words);
          } catch (IOException e) {
            return false;
          }
        });
  }

  @Test
  void shouldRestartAnAdoptedProcessByTheGivenLineAndWhatFollowsItToo() throws Exception {
    Process bare = startBare("wait");
    LoaderRig.Run run = attach(bare.pid(), application("wait"));
    awaitSaid(run, "adopted pid " + bare.pid() + ", in which there is no agent");

    LoaderRig.signal(bare.pid(), "KILL");
    rig.awaitStarts(2);
    assertThat(rig.note(2, "previous")).isEqualTo("unknown");
    assertThat(rig.note(2, "launcher")).isEqualTo("" + run.process().pid());
    LoaderRig.signal(pid(2), "KILL");
    rig.awaitStarts(3);
    assertThat(rig.note(3, "previous")).isEqualTo("signaled:9");
    assertThat(rig.loader(Map.of(), "stop", "--name", "app").await()).isZero();

    assertThat(run.await()).as(run.errors()).isEqualTo(143);
    JsonNode first = rig.ends().get(0);
    assertThat(first.get("pid").asLong()).isEqualTo(bare.pid());
    assertThat(first.get("kind").asText()).isEqualTo("unknown");
    assertThat(first.get("cause").asText()).isEqualTo("unknown");
    assertThat(first.get("incarnation").asInt()).isZero();
    assertThat(rig.ends()).hasSize(3);
    assertThat(run.errors()).contains("the adopted pid " + bare.pid() + " ended in an unknown way");
    LoaderRig.Run history = rig.loader(Map.of(), "history", "app");
    assertThat(history.await()).isZero();
    assertThat(history.printed()).contains("unknown").contains("SIGKILL");
  }

  @Test
  void shouldEndAnAdoptedProcessWhenItIsToldTo() throws Exception {
    Process bare = startBare("wait");
    LoaderRig.Run run = attach(bare.pid(), application("wait"));
    awaitSaid(run, "adopted pid");

    LoaderRig.signal(run.process().pid(), "TERM");

    assertThat(run.await()).as(run.errors()).isZero();
    assertThat(bare.waitFor()).isEqualTo(143);
    assertThat(rig.notes()).hasSize(1);
    assertThat(rig.ends().get(0).get("outcome").asText()).isEqualTo("stopped");
  }

  @Test
  void shouldSuspendTheWatchWhileADebuggerMayHoldTheProcess() throws Exception {
    Path file = temporary.resolve("arguments");
    Files.writeString(
        file, "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0\n");
    List<String> debugged = application("wait");
    debugged.add(1, "@" + file);
    Process bare =
        new ProcessBuilder(debugged)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    rig.awaitStarts(1);
    List<String> arguments = new ArrayList<>(List.of("attach", "--name=app"));
    // Nobody listens there; what is watched has a second to begin.
    arguments.addAll(List.of("--probe=port:1", "--probe-every=200ms:2", "--start-timeout=1s"));
    arguments.addAll(List.of("--pid=" + bare.pid(), "--agent=" + rig.agent, "--"));
    arguments.addAll(application("wait"));
    LoaderRig.Run run = rig.loader(Map.of(), arguments.toArray(new String[0]));
    awaitSaid(run, "adopted pid " + bare.pid());
    LoaderRig.Run query = rig.loader(Map.of(), "heartbeat", "query", "--name=app");
    assertThat(query.await()).as(query.errors()).isZero();
    assertThat(query.printed()).contains("debugger");

    LoaderRig.signal(bare.pid(), "KILL");

    // What is started by the line has none in it, and is ended for its silence.
    rig.awaitStarts(3);
    assertThat(rig.ends().get(0).get("cause").asText()).isEqualTo("unknown");
    assertThat(rig.ends().get(1).get("cause").asText()).isEqualTo("probe");
  }

  @Test
  void shouldNotEndWhatAnArgumentFileStartsForADebugger() throws Exception {
    Path file = temporary.resolve("arguments");
    Files.writeString(
        file, "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0\n");
    List<String> arguments = new ArrayList<>(List.of("run", "--name=app"));
    arguments.addAll(List.of("--probe=port:1", "--probe-every=200ms:2", "--start-timeout=1s"));
    arguments.addAll(List.of("--agent=" + rig.agent, "--"));
    List<String> debugged = application("wait");
    debugged.add(1, "@" + file);
    arguments.addAll(debugged);

    LoaderRig.Run run = rig.loader(Map.of(), arguments.toArray(new String[0]));

    awaitSaid(run, "not ended, as the agent for debuggers is in it");
    assertThat(ProcessHandle.of(pid(1))).isPresent();
    LoaderRig.Run resume = rig.loader(Map.of(), "heartbeat", "resume", "--name=app");
    assertThat(resume.await()).as(resume.errors()).isZero();
    rig.awaitStarts(2);
  }

  @Test
  void shouldUseTheAgentThatIsInTheProcessAlready() throws Exception {
    LoaderRig.Run first = rig.run(Map.of("TEST_AGENT_OWNS", "1"), List.of(), "wait");
    rig.awaitStarts(1);
    LoaderRig.signal(first.process().pid(), "KILL");
    first.await();

    LoaderRig.Run run = attach(pid(1), application("wait"));

    awaitSaid(run, "adopted pid " + pid(1) + ", in which the agent is: incarnation 1");
    LoaderRig.signal(pid(1), "KILL");
    rig.awaitStarts(2);
    assertThat(rig.ends().get(0).get("incarnation").asInt()).isEqualTo(1);
  }

  @Test
  void shouldAdoptARunningNameOnlyIfAskedTo() throws Exception {
    LoaderRig.Run first = rig.run(Map.of("TEST_AGENT_OWNS", "1"), List.of(), "wait", "exit:0");
    rig.awaitStarts(1);
    LoaderRig.signal(first.process().pid(), "KILL");
    first.await();

    LoaderRig.Run refused = rig.loader(Map.of(), "run", "--name", "app");
    assertThat(refused.await()).isEqualTo(75);
    assertThat(refused.errors()).contains("--adopt-if-running");
    LoaderRig.Run run = rig.loader(Map.of(), "run", "--name", "app", "--adopt-if-running");
    awaitSaid(run, "adopted pid " + pid(1));
    LoaderRig.Run second = rig.loader(Map.of(), "run", "--name", "app", "--adopt-if-running");
    assertThat(second.await()).isEqualTo(75);
    assertThat(rig.notes()).hasSize(1);
    LoaderRig.signal(pid(1), "KILL");

    assertThat(run.await()).as(run.errors()).isZero();
    assertThat(rig.notes()).hasSize(2);
  }

  @Test
  void shouldStartWhatIsToBeAdoptedIfItDoesNotRun() throws Exception {
    LoaderRig.Run run = rig.run(Map.of(), List.of("--adopt-if-running"), "exit:0");

    assertThat(run.await()).as(run.errors()).isZero();
    assertThat(rig.notes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-3", "999999999", "x"})
  void shouldRefuseAPidThatIsNobodys(String pid) throws Exception {
    LoaderRig.Run run =
        rig.loader(Map.of(), "attach", "--name", "app", "--pid=" + pid, "--", JAVA, "-version");

    assertThat(run.await()).isEqualTo(64);
    assertThat(run.errors()).contains(pid);
    assertThat(Files.exists(rig.store)).isFalse();
  }

  @Test
  void shouldRefuseToAdoptWithoutPidOrLine() throws Exception {
    LoaderRig.Run withoutPid = rig.loader(Map.of(), "attach", "--name", "app", "--", JAVA);
    assertThat(withoutPid.await()).isEqualTo(64);
    long pid = ProcessHandle.current().pid();
    LoaderRig.Run withoutLine = rig.loader(Map.of(), "attach", "--name", "app", "--pid=" + pid);
    assertThat(withoutLine.await()).isEqualTo(64);
    assertThat(withoutLine.errors()).contains("Add: -- java ...");
  }

  @Test
  void shouldLeaveNoTraceOfANameThatContradictsItsGroup() throws Exception {
    List<String> other = new ArrayList<>(List.of("run", "--name=other", "--group=pair"));
    other.addAll(List.of("--strategy=rest-for-one", "--agent=" + rig.agent, "--"));
    other.addAll(application("wait"));
    rig.loader(Map.of(), other.toArray(new String[0]));
    rig.awaitStarts(1);
    long pid = pid(1);

    List<String> arguments = new ArrayList<>(List.of("attach", "--name=app", "--group=pair"));
    arguments.addAll(List.of("--strategy=one-for-one", "--pid=" + ProcessHandle.current().pid()));
    arguments.addAll(List.of("--agent=" + rig.agent, "--"));
    arguments.addAll(application("wait"));
    LoaderRig.Run run = rig.loader(Map.of(), arguments.toArray(new String[0]));

    assertThat(run.await()).isEqualTo(64);
    assertThat(run.errors()).contains("contradicts the group: --strategy=one-for-one");
    assertThat(rig.store.resolve("app")).doesNotExist();
    assertThat(ProcessHandle.of(pid)).isPresent();
  }

  @Test
  void shouldRefuseANameThatIsHeld() throws Exception {
    rig.run("wait");
    rig.awaitStarts(1);

    LoaderRig.Run run = attach(ProcessHandle.current().pid(), application("wait"));

    assertThat(run.await()).isEqualTo(75);
  }

  @Test
  void shouldRefuseAProcessOfAnotherUser() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "can act for another user");
    Process other =
        new ProcessBuilder("setpriv", "--reuid=65534", "--clear-groups", "sleep", "600").start();
    LoaderRig.await(() -> isOfUser(other.pid(), 65534));

    LoaderRig.Run run = attach(other.pid(), application("wait"));

    assertThat(run.await()).isEqualTo(78);
    assertThat(run.errors()).contains("belongs to another user");
    assertThat(other.isAlive()).isTrue();
    other.destroyForcibly();
  }

  private static boolean isOfUser(long pid, int uid) {
    try {
      return Files.getAttribute(Path.of("/proc/" + pid), "unix:uid").equals(uid);
    } catch (IOException e) {
      return false;
    }
  }
}
