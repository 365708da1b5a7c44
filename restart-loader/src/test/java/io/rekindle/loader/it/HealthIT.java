package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that do not come up, hang, or stop working, with the packaged agent. */
@Execution(ExecutionMode.CONCURRENT)
class HealthIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * On a busy machine a JVM takes its time; where a test waits for the limit itself, it is less.
   */
  private static final String START_TIMEOUT = "--start-timeout=50s";

  /** Below the ports that systems choose for connections. */
  private static final int PORT_MAX = 30_000;

  private static final AtomicInteger PORT =
      new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 9_000));

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

  private LoaderRig.Run run(List<String> options, String... behaviours) throws IOException {
    return run(List.of(), options, behaviours);
  }

  private LoaderRig.Run run(List<String> flags, List<String> options, String... behaviours)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--name", "app"));
    arguments.addAll(options);
    arguments.addAll(List.of("--", "java", "-XX:TieredStopAtLevel=1"));
    arguments.addAll(flags);
    arguments.addAll(List.of("-cp", LoaderRig.testClasses().toString()));
    arguments.addAll(List.of(HealthApplication.class.getName(), rig.notes.toString()));
    arguments.addAll(List.of(behaviours));
    return rig.loader(Map.of(), arguments.toArray(new String[0]));
  }

  private void go() throws IOException {
    Files.writeString(temporary.resolve("go"), "");
  }

  /**
   * A port that nobody listens at, for an application that will some time later. No other test gets
   * it, nor a connection that the system chooses a port for.
   */
  private static int freePort() {
    while (true) {
      int port = PORT.getAndIncrement();
      try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return server.getLocalPort();
      } catch (IOException e) {
        assertThat(port).as("last of the ports below those of the system").isLessThan(PORT_MAX);
      }
    }
  }

  private JsonNode status() throws Exception {
    LoaderRig.Run status = rig.loader(Map.of(), "status", "--name", "app", "--json");
    assertThat(status.await()).as(status.errors()).isZero();
    return MAPPER.readTree(status.printed());
  }

  /** The first incarnation was ended for {@code cause}, the second one runs. */
  private JsonNode awaitRestart(LoaderRig.Run run, String cause) throws Exception {
    run.awaitError("incarnation 1 ended by SIGKILL");
    rig.awaitStarts(2);
    JsonNode first = rig.ends().get(0);
    assertThat(first.get("cause").asText()).as(run.errors()).isEqualTo(cause);
    assertThat(first.get("outcome").asText()).isEqualTo("restarted");
    assertThat(run.printed()).isEmpty();
    return first;
  }

  private void assertThreads(JsonNode end, String... texts) throws Exception {
    Path file = Path.of(end.get("threads").asText());
    assertThat(file).isEqualTo(rig.store.resolve("app/threads-000001.txt"));
    assertThat(Files.readString(file)).contains(texts);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    LoaderRig.Run history = rig.loader(Map.of(), "history", "app");
    assertThat(history.await()).isZero();
    assertThat(history.printed()).contains("incarnation 1: thread dump: " + file);
  }

  @Test
  void shouldCountAStartOnceTheApplicationSaysThatItIsReady() throws Exception {
    LoaderRig.Run run = run(List.of("--ready=api", START_TIMEOUT), "ready-on-go");
    rig.awaitStarts(1);
    assertThat(status().get("state").asText()).isEqualTo("starting");
    assertThat(run.errors()).doesNotContain("is ready");

    go();
    run.awaitError("incarnation 1 is ready after ");

    JsonNode status = status();
    assertThat(status.get("state").asText()).isEqualTo("running");
    JsonNode health = status.get("health");
    assertThat(health.get("readyMs").asLong()).isGreaterThan(health.get("startedMs").asLong());
    assertThat(status.get("agent").get("ready").asBoolean()).isTrue();

    LoaderRig.signal(Long.parseLong(rig.note(1, "pid")), "KILL");
    run.awaitError("incarnation 2 is ready after ");
    JsonNode first = rig.ends().get(0);
    assertThat(first.get("cause").asText()).isEqualTo("signal");
    assertThat(first.get("readyMs").asLong())
        .isBetween(first.get("startedMs").asLong(), first.get("endedMs").asLong());
  }

  @Test
  void shouldEndAStartThatIsNotReadyInTime() throws Exception {
    LoaderRig.Run run =
        run(List.of("--ready=api", "--start-timeout=4s", "--max-restarts=1"), "idle");

    assertThat(run.await()).as(run.errors()).isEqualTo(137);

    assertThat(rig.notes()).hasSize(2);
    assertThat(run.errors())
        .contains("start-timeout: not ready after 4000 ms")
        .contains("crash loop: restarts=1")
        .doesNotContain("is ready");
    assertThat(rig.ends()).allMatch(end -> end.get("cause").asText().equals("start-timeout"));
    assertThat(rig.ends()).noneMatch(end -> end.has("readyMs"));
    assertThreads(rig.ends().get(0), "HealthApplication.main");
  }

  @Test
  void shouldAskTheJvmItselfForItsThreadsWhenNoAgentAnswers() throws Exception {
    LoaderRig.Run run =
        rig.run(
            Map.of("TEST_AGENT_OWNS", "1"),
            List.of("--ready=api", "--start-timeout=4s", "--restart=never"),
            "wait");

    assertThat(run.await()).as(run.errors()).isEqualTo(137);

    assertThat(run.printed()).isEqualTo("ready\n");
    assertThreads(rig.ends().get(0), "TestApplication.main", "Full thread dump");
  }

  @ParameterizedTest
  @ValueSource(strings = {"port", "http", "file"})
  void shouldBeReadyOnceThePortTheUrlOrTheFileIs(String kind) throws Exception {
    int port = freePort();
    String condition =
        switch (kind) {
          case "port" -> "port:" + port;
          case "http" -> "http://127.0.0.1:" + port + "/health";
          default -> "file:" + temporary.resolve("up");
        };
    Files.writeString(temporary.resolve("up"), "of an earlier start");
    Files.setLastModifiedTime(
        temporary.resolve("up"), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
    String argument = kind.equals("file") ? "up" : String.valueOf(port);
    LoaderRig.Run run =
        run(List.of("--ready=" + condition, START_TIMEOUT), kind + "-on-go:" + argument);
    rig.awaitStarts(1);
    assertThat(status().get("state").asText()).isEqualTo("starting");

    go();

    run.awaitError("is ready after ");
    assertThat(status().get("state").asText()).isEqualTo("running");
  }

  @Test
  void shouldWarnThenEndALoopThatBeatsNoMore() throws Exception {
    LoaderRig.Run run =
        run(List.of("--ready=api", START_TIMEOUT, "--heartbeat=1s:3:5"), "beat-until-go", "beat");
    run.awaitError("incarnation 1 is ready");
    LoaderRig.await(() -> beats() > 1);
    assertThat(run.errors()).doesNotContain("heartbeat: ");

    go();

    JsonNode first = awaitRestart(run, "heartbeat");
    assertThat(run.errors())
        .contains("heartbeat: 3 intervals of 1000 ms without a beat")
        .contains("heartbeat: 5 intervals of 1000 ms without a heartbeat");
    assertThreads(first, "HealthApplication.busy");
    run.awaitError("incarnation 2 is ready");
  }

  private long beats() {
    try {
      return status().path("health").path("beats").asLong();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldEndAStoppedJvmThatShouldBeat() throws Exception {
    LoaderRig.Run run = run(List.of("--ready=api", START_TIMEOUT, "--heartbeat=1s:2:4"), "beat");
    run.awaitError("incarnation 1 is ready");

    LoaderRig.signal(Long.parseLong(rig.note(1, "pid")), "STOP");

    JsonNode first = awaitRestart(run, "heartbeat");
    assertThat(first.has("threads")).isFalse();
    assertThat(run.errors())
        .contains("heartbeat: 2 intervals of 1000 ms without a beat")
        .contains("no thread dump: the process is stopped");
  }

  @Test
  void shouldEndAStoppedJvmThatDoesNotAnswer() throws Exception {
    // What has not answered yet is given the time of a start.
    LoaderRig.Run run =
        run(List.of("--probe=jvm", "--probe-every=1s:2", "--start-timeout=5s"), "idle");
    rig.awaitStarts(1);
    LoaderRig.await(() -> Files.exists(rig.store.resolve("app/agent.sock")));

    LoaderRig.signal(Long.parseLong(rig.note(1, "pid")), "STOP");

    awaitRestart(run, "hang");
    assertThat(run.errors())
        .contains("hang: the JVM has not answered in 1000 ms (2 times in a row)");
  }

  @Test
  void shouldEndAnApplicationWhoseThreadsAreDeadlocked() throws Exception {
    LoaderRig.Run run = run(List.of("--probe=jvm", "--probe-every=500ms:40"), "deadlock-on-go");
    rig.awaitStarts(1);

    go();

    run.awaitError("incarnation 1 ended by SIGKILL");
    JsonNode first = rig.ends().get(0);
    assertThat(first.get("cause").asText()).isEqualTo("deadlock");
    assertThat(run.errors()).contains("deadlock: 2 threads wait for each other: worker-");
    assertThreads(first, "Deadlock:", "worker-one", "worker-two");
  }

  @Test
  void shouldEndAnApplicationWhoseUrlFails() throws Exception {
    int port = freePort();
    String url = "http://127.0.0.1:" + port + "/health";
    LoaderRig.Run run =
        run(
            List.of("--ready=" + url, START_TIMEOUT, "--probe=" + url, "--probe-every=200ms:3"),
            "http-until-go:" + port,
            "idle");
    run.awaitError("is ready after ");

    go();

    awaitRestart(run, "probe");
    assertThat(run.errors()).contains("probe: " + url + ": status 503 (3 times in a row)");
  }

  @Test
  void shouldEndNothingWhileSuspendedAndCountAnewWhenResumed() throws Exception {
    LoaderRig.Run run = run(List.of("--ready=api", START_TIMEOUT, "--heartbeat=1s:2:4"), "beat");
    run.awaitError("incarnation 1 is ready");
    assertThat(heartbeat("query")).isEqualTo("active was active");
    assertThat(heartbeat("suspend")).isEqualTo("suspended was active");
    long pid = Long.parseLong(rig.note(1, "pid"));

    LoaderRig.signal(pid, "STOP");
    long stoppedNs = System.nanoTime();
    LoaderRig.await(() -> System.nanoTime() - stoppedNs > 6_000_000_000L);
    assertThat(ProcessHandle.of(pid)).isPresent();
    assertThat(run.errors()).doesNotContain("heartbeat: ");
    LoaderRig.signal(pid, "CONT");
    assertThat(heartbeat("resume")).isEqualTo("active was suspended");
    assertThat(ProcessHandle.of(pid)).isPresent();

    LoaderRig.signal(pid, "STOP");
    awaitRestart(run, "heartbeat");
  }

  /** Performs an action for all names; {@code now was before}. */
  private String heartbeat(String action) throws Exception {
    LoaderRig.Run verb = rig.loader(Map.of(), "heartbeat", action, "--json");
    assertThat(verb.await()).as(verb.errors()).isZero();
    JsonNode answers = MAPPER.readTree(verb.printed());
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).get("name").asText()).isEqualTo("app");
    return answers.get(0).get("watch").asText() + " was " + answers.get(0).get("previous").asText();
  }

  @Test
  void shouldBeSuspendedByItselfWhenTheJvmIsStartedForADebugger() throws Exception {
    LoaderRig.Run run =
        run(
            List.of(
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=127.0.0.1:0"),
            List.of("--ready=api", "--start-timeout=100ms"),
            "beat");
    LoaderRig.await(() -> Files.exists(rig.store.resolve("app/launcher.sock")));
    assertThat(status().get("health").get("watch").asText()).isEqualTo("debugger");

    assertThat(heartbeat("resume")).isEqualTo("active was debugger");

    run.awaitError("start-timeout: not ready after 100 ms");
  }

  @Test
  void shouldNotHurryAnApplicationThatIsToldToEnd() throws Exception {
    LoaderRig.Run run =
        run(List.of("--ready=api", START_TIMEOUT, "--heartbeat=500ms:2:4"), "beat-and-end-slowly");
    run.awaitError("incarnation 1 is ready");

    LoaderRig.Run stop = rig.loader(Map.of(), "stop", "--name", "app", "--timeout", "60s");
    LoaderRig.await(() -> Files.exists(temporary.resolve("ending")));
    long endingNs = System.nanoTime();
    LoaderRig.await(() -> System.nanoTime() - endingNs > 3_000_000_000L);
    assertThat(run.process().isAlive()).as(run.errors()).isTrue();
    go();

    assertThat(stop.await()).isZero();
    assertThat(run.await()).isEqualTo(143);
    assertThat(rig.ends().get(0).get("cause").asText()).isEqualTo("stop");
    assertThat(rig.loader(Map.of(), "heartbeat", "suspend", "--name", "app").await()).isEqualTo(75);
  }

  @Test
  void shouldRefuseToSuspendWhatIsNotWatched() throws Exception {
    run(List.of(), "idle");
    rig.awaitStarts(1);

    assertThat(heartbeat("query")).isEqualTo("off was off");
    LoaderRig.Run suspend = rig.loader(Map.of(), "heartbeat", "suspend", "--name", "app");
    assertThat(suspend.await()).isEqualTo(64);
    assertThat(suspend.errors()).contains("nothing is watched: name=app");
  }
}
