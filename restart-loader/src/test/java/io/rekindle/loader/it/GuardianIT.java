package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rekindle.loader.socket.LineChannel;
import io.rekindle.loader.store.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** Loaders that are killed while a guardian watches them. */
@Execution(ExecutionMode.CONCURRENT)
class GuardianIT {
  @TempDir private Path temporary;
  private LoaderRig rig;
  private Guarded guarded;

  @BeforeEach
  void prepare() throws IOException {
    rig = new LoaderRig(temporary);
    guarded = new Guarded(rig);
  }

  @AfterEach
  void end() throws Exception {
    guarded.close();
    rig.close();
  }

  private LoaderRig.Run run(List<String> options, String... endings) throws IOException {
    List<String> all = new ArrayList<>(List.of("--guardian"));
    all.addAll(options);
    return rig.run(Map.of("TEST_AGENT_OWNS", "1"), all, endings);
  }

  @Test
  void shouldGoOnWithTheSameApplicationWhenTheLoaderIsKilled() throws Exception {
    LoaderRig.Run run = run(List.of("--new-session"), "wait");
    Guarded.Pids before = guarded.awaitComplete();
    assertThat(LoaderRig.session(before.application())).isEqualTo(before.application());

    LoaderRig.signal(before.controller(), "KILL");

    assertThat(run.await()).isEqualTo(137);
    Guarded.Pids after = guarded.awaitController(before.guardian());
    assertThat(after.application()).isEqualTo(before.application());
    assertThat(after.guardian()).isNotIn(before.guardian(), before.controller());
    assertThat(rig.notes()).hasSize(1);

    LoaderRig.signal(after.application(), "KILL");
    rig.awaitStarts(2);
    assertThat(rig.note(2, "launcher")).isEqualTo("" + after.controller());
    assertThat(rig.note(2, "previous")).isEqualTo("unknown");
    long second = Long.parseLong(rig.note(2, "pid"));
    assertThat(LoaderRig.session(second)).as("recorded for the guardian").isEqualTo(second);
    LoaderRig.signal(second, "KILL");
    rig.awaitStarts(3);
    assertThat(rig.note(3, "previous")).isEqualTo("signaled:9");

    assertThat(rig.loader(Map.of(), "stop", "--all").await()).isZero();
    guarded.awaitAllEnded();
    assertThat(rig.notes()).hasSize(3);
    assertThat(rig.ends()).hasSize(3);
    assertThat(rig.ends().get(2).get("outcome").asText()).isEqualTo("stopped");
    assertThat(Files.exists(rig.store.resolve("app/supervision.json"))).isFalse();
  }

  @Test
  void shouldReplaceAGuardianThatIsKilled() throws Exception {
    LoaderRig.Run run = run(List.of(), "wait");
    Guarded.Pids before = guarded.awaitComplete();

    LoaderRig.signal(before.guardian(), "KILL");

    Guarded.Pids after = guarded.awaitOtherGuardian(before.guardian());
    assertThat(after.controller()).isEqualTo(before.controller());
    LoaderRig.Run status = rig.loader(Map.of(), "status", "--name", "app");
    assertThat(status.await()).isZero();
    assertThat(status.printed()).containsPattern("guardian +pid " + after.guardian());
    assertThat(rig.loader(Map.of(), "stop", "--name", "app").await()).isZero();
    assertThat(run.await()).as(run.errors()).isEqualTo(143);
    guarded.awaitAllEnded();
  }

  @Test
  void shouldNotOutliveAnApplicationThatEndsByItself() throws Exception {
    LoaderRig.Run run = run(List.of(), "exit:0");

    assertThat(run.await()).isZero();
    guarded.awaitAllEnded();
    assertThat(rig.notes()).hasSize(1);
  }

  @Test
  void shouldWriteTheOutcomeForTheLoaderThatWasKilled() throws Exception {
    Path result = temporary.resolve("result.json");
    run(List.of("--result", result.toString()), "wait");
    Guarded.Pids before = guarded.awaitComplete();
    LoaderRig.signal(before.controller(), "KILL");
    guarded.awaitController(before.guardian());

    LoaderRig.signal(before.guardian(), "TERM");
    guarded.awaitAllEnded();

    JsonNode outcome = new ObjectMapper().readTree(result.toFile());
    assertThat(outcome.get("reason").asText()).isEqualTo("stopped");
    assertThat(outcome.get("exit").get("kind").asText()).isEqualTo("unknown");
    assertThat(outcome.get("incarnations").asInt()).isEqualTo(1);
  }

  @Test
  void shouldMakeTheStartThatWasBeingDelayed() throws Exception {
    run(List.of("--backoff", "15s..15s", "--max-restarts", "unlimited"), "exit:3", "wait");
    rig.awaitStarts(1);
    LoaderRig.await(() -> guarded.nextStartMs() > 0);
    Guarded.Pids before = guarded.awaitGuarded();

    LoaderRig.signal(before.controller(), "KILL");

    guarded.awaitController(before.guardian());
    LoaderRig.await(() -> guarded.nextStartMs() > 0);
    assertThat(rig.notes()).hasSize(1);
    rig.awaitStarts(2);
    assertThat(rig.note(2, "previous")).isEqualTo("exited:3");
    assertThat(rig.note(2, "launcher")).isEqualTo("" + before.guardian());
    long endedMs = rig.ends().get(0).get("endedMs").asLong();
    long startedMs = Long.parseLong(rig.note(2, "ns"));
    assertThat(startedMs - endedMs).as("a fifth may be jitter").isGreaterThan(11_900);
  }

  @Test
  void shouldCountRestartsOfThoseThatWereKilled() throws Exception {
    run(List.of("--max-restarts", "2/10m"), "wait");
    for (int start = 1; start <= 2; start++) {
      Guarded.Pids before = guarded.awaitComplete();
      LoaderRig.signal(before.controller(), "KILL");
      LoaderRig.signal(guarded.awaitController(before.guardian()).application(), "KILL");
      rig.awaitStarts(start + 1);
    }
    LoaderRig.signal(guarded.awaitComplete().application(), "KILL");

    guarded.awaitAllEnded();

    assertThat(rig.notes()).hasSize(3);
    assertThat(rig.ends()).hasSize(3);
    assertThat(rig.ends().get(2).get("outcome").asText()).isEqualTo("crash-loop");
  }

  @Test
  void shouldRestartAnApplicationThatDiesTogetherWithItsLoader() throws Exception {
    run(List.of(), "wait");
    Guarded.Pids before = guarded.awaitComplete();

    LoaderRig.signal(before.controller(), "KILL");
    LoaderRig.signal(before.application(), "KILL");

    rig.awaitStarts(2);
    Guarded.Pids after = guarded.awaitController(before.guardian());
    assertThat(after.application()).isEqualTo(Long.parseLong(rig.note(2, "pid")));
    assertThat(rig.notes()).hasSize(2);
    long guardian = guarded.awaitComplete().guardian();
    assertThat(startTicks(guardian))
        .as("the new guardian was made before anything else")
        .isLessThanOrEqualTo(startTicks(after.application()));
    try (Stream<Path> files = Files.list(rig.store.resolve("app"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(n -> n.endsWith("tmp"));
    }
  }

  @Test
  void shouldStopEvenIfTheLoaderIsKilledMeanwhile() throws Exception {
    run(List.of(), "deaf");
    Guarded.Pids before = guarded.awaitComplete();
    LoaderRig.Run stop = rig.loader(Map.of(), "stop", "--name", "app", "--timeout", "60s");
    LoaderRig.await(() -> guarded.recordedStop().equals("stop"));

    LoaderRig.signal(before.controller(), "KILL");
    guarded.awaitController(before.guardian());
    LoaderRig.signal(before.application(), "KILL");

    assertThat(stop.await()).as(stop.errors()).isZero();
    guarded.awaitAllEnded();
    assertThat(rig.notes()).hasSize(1);
    assertThat(rig.ends().get(0).get("outcome").asText()).isEqualTo("stopped");
  }

  @Test
  void shouldGoOnWithAnApplicationThatWasAttached() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    List<String> line = new ArrayList<>(List.of(java, "-cp", "" + LoaderRig.testClasses()));
    line.addAll(List.of(TestApplication.class.getName(), rig.notes.toString(), "wait"));
    Process bare =
        new ProcessBuilder(line)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    rig.awaitStarts(1);
    List<String> attach = new ArrayList<>(List.of("attach", "--name=app", "--guardian"));
    attach.addAll(List.of("--pid=" + bare.pid(), "--agent=" + rig.agent, "--"));
    attach.addAll(line);
    rig.loader(Map.of(), attach.toArray(new String[0]));
    Guarded.Pids before = guarded.awaitSupervised();

    LoaderRig.signal(before.controller(), "KILL");

    Guarded.Pids after = guarded.awaitController(before.guardian());
    assertThat(after.application()).isEqualTo(bare.pid());
    LoaderRig.signal(bare.pid(), "KILL");
    rig.awaitStarts(2);
    assertThat(rig.note(2, "launcher")).isEqualTo("" + after.controller());
  }

  @Test
  void shouldGoOnWaitingForTheEndOfTheGroup() throws Exception {
    List<String> other = new ArrayList<>(List.of("run", "--name=other", "--group=pair"));
    other.add("--agent=" + rig.agent);
    other.addAll(List.of("--", "java", "-cp", "" + LoaderRig.testClasses()));
    other.addAll(List.of(TestApplication.class.getName(), rig.notes.toString(), "wait"));
    rig.loader(Map.of(), other.toArray(new String[0]));
    rig.awaitStarts(1);
    run(List.of("--group", "pair"), "exit:0");
    LoaderRig.await(() -> guarded.state().equals("clean"));
    Guarded.Pids before = guarded.awaitGuarded();

    LoaderRig.signal(before.controller(), "KILL");

    guarded.awaitController(before.guardian());
    LoaderRig.await(() -> guarded.state().equals("clean"));
    LoaderRig.signal(Long.parseLong(rig.note(1, "pid")), "TERM");
    guarded.awaitAllEnded();
    assertThat(rig.store.resolve("app/launch.ended.json")).exists();
    assertThat(rig.store.resolve("app/supervision.json")).doesNotExist();
    assertThat(rig.notes()).hasSize(2);
  }

  @Test
  void shouldRefuseASecondLoaderWhileAGuardianGoesOn() throws Exception {
    run(List.of(), "wait");
    Guarded.Pids before = guarded.awaitComplete();
    LoaderRig.signal(before.controller(), "KILL");
    guarded.awaitController(before.guardian());

    LoaderRig.Run second = rig.loader(Map.of(), "run", "--name", "app", "--adopt-if-running");

    assertThat(second.await()).isEqualTo(75);
    assertThat(second.errors()).contains("launcher pid=" + before.guardian());
  }

  /** Prints how long takeovers take; {@code -Dtakeovers=20} for a distribution. */
  @Test
  void shouldAnswerAgainSoonAfterEachDeath() throws Exception {
    run(List.of(), "wait");
    Guarded.Pids before = guarded.awaitComplete();
    String answer = LineChannel.request(guarded.socket(), "status", Duration.ofSeconds(5));
    assertThat(answer).contains("\"guardianPid\":" + before.guardian());
    List<Long> tookMs = new ArrayList<>();
    for (int round = 0; round < Integer.getInteger("takeovers", 2); round++) {
      // One that is still starting is not what takes over as a rule.
      awaitAge(before.guardian(), Duration.ofSeconds(2));
      long killedNs = System.nanoTime();
      LoaderRig.signal(before.controller(), "KILL");
      before = guarded.awaitAnswerOf(before.guardian());
      tookMs.add((System.nanoTime() - killedNs) / 1_000_000);
      before = guarded.awaitController(before.controller());
    }
    tookMs.sort(null);
    System.out.println("death of the loader to an answer of the next one, ms: " + tookMs);
    assertThat(rig.notes()).as("the application noticed nothing").hasSize(1);
  }

  private static long startTicks(long pid) {
    return ProcessIdentity.of(pid).orElseThrow().startTicks();
  }

  private static void awaitAge(long pid, Duration age) {
    LoaderRig.await(
        () ->
            ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().startInstant())
                .filter(started -> started.plus(age).isBefore(Instant.now()))
                .isPresent());
  }
}
