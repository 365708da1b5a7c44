package io.rekindle.loader.it;

import static io.rekindle.loader.it.AcmeApplications.awaitPrinted;
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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Signals before the first line, hooks, and what is told of a start. */
@Execution(ExecutionMode.CONCURRENT)
class FirstStartIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

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

  private long pid() throws Exception {
    JsonNode status = MAPPER.readTree(apps.done("status", "--name=till", "--json").printed());
    return status.get("pid").asLong();
  }

  private static void awaitErrors(LoaderRig.Run run, String text) {
    LoaderRig.await(
        () -> {
          try {
            return run.errors().contains(text);
          } catch (IOException e) {
            return false;
          }
        });
  }

  private static String stateOf(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[0];
  }

  @Test
  void shouldStopBeforeTheFirstLineWhenAskedTo() throws Exception {
    LoaderRig.Run run = apps.ledger("till", 10, "--stop");
    awaitErrors(run, "stopped before its first line: to let it go on, run: kill -CONT ");
    long first = pid();
    assertThat(stateOf(first)).isEqualTo("T");
    assertThat(run.printed()).isEmpty();
    LoaderRig.signal(first, "CONT");
    awaitPrinted(run, "ready 45\n");

    LoaderRig.Run restart = apps.done("restart", "--name=till", "--term", "--stop");
    long second = pid();
    assertThat(restart.errors()).contains("kill -CONT " + second);
    assertThat(stateOf(second)).isEqualTo("T");
    assertThat(run.printed()).isEqualTo("ready 45\n");
    assertThat(rig.store.resolve("till/start-hold")).doesNotExist();
    LoaderRig.signal(second, "CONT");
    awaitPrinted(run, "ready 45\nready 90\n");
  }

  @Test
  void shouldSendTheFirstIncarnationASignalAndNoOther() throws Exception {
    LoaderRig.Run term = apps.ledger("till", 10, "--term");
    assertThat(term.await()).as(term.errors()).isEqualTo(143);
    assertThat(term.printed()).isEmpty();

    LoaderRig.Run kill = rig.loader(Map.of(), "restart", "--name=till", "-S", "9");
    // The restart policy does the rest: nothing of the first one came to be.
    awaitPrinted(kill, "ready 45\n");
    assertThat(kill.errors()).contains("ended by SIGKILL");
  }

  @Test
  void shouldRunTheHookOfTheSuccessOnceAndStay() throws Exception {
    Path ran = temporary.resolve("ran");
    LoaderRig.Run run = apps.ledger("till", 10, "--run-on-success=echo up >> '" + ran + "'");
    awaitPrinted(run, "ready 45\n");
    LoaderRig.await(() -> Files.exists(ran));

    apps.done("checkpoint", "--name=till", "--then=signal:KILL");
    awaitPrinted(run, "ready 45\nready 90\n");

    assertThat(Files.readAllLines(ran)).containsExactly("up");
    assertThat(run.process().isAlive()).isTrue();
  }

  @Test
  void shouldLeaveTheApplicationAloneWhenTheHookOfTheSuccessSaysSo() throws Exception {
    Path result = temporary.resolve("result");
    LoaderRig.Run run = apps.ledger("till", 10, "--run-on-success=exit 9", "--result=" + result);

    assertThat(run.await()).as(run.errors()).isEqualTo(9);

    awaitPrinted(run, "ready 45\n");
    assertThat(MAPPER.readTree(Files.readString(result)).get("reason").asText())
        .isEqualTo("released");
    assertThat(ProcessHandle.of(pid())).isPresent();
    apps.done("stop", "--name=till");
  }

  @Test
  void shouldBeginWhenTheClientThatHoldsItIsAborted() throws Exception {
    LoaderRig.Run run = apps.ledger("till", 10);
    awaitPrinted(run, "ready 45\n");
    LoaderRig.Run restart =
        rig.loader(Map.of(), "restart", "--name=till", "-v", "--run-on-success=sleep 600");
    // Its agent answers some time after that.
    LoaderRig.await(() -> Files.exists(rig.store.resolve("till/incarnation-000002")));

    LoaderRig.signal(restart.process().pid(), "KILL");

    awaitPrinted(run, "ready 45\nready 90\n");
    LoaderRig.signal(pid(), "KILL");
    awaitPrinted(run, "ready 45\nready 90\nready 135\n");
  }

  @Test
  void shouldBeginWhenItsAgentCanNotBeAsked() throws Exception {
    LoaderRig.Run first = apps.ledger("till", 10);
    awaitPrinted(first, "ready 45\n");
    apps.done("stop", "--name=till");
    first.await();
    Files.deleteIfExists(rig.store.resolve("till/agent.sock"));
    Files.createDirectories(rig.store.resolve("till/agent.sock/taken"));

    LoaderRig.Run run = rig.loader(Map.of(), "run", "--name=till", "-v");

    awaitPrinted(run, "ready 90\n");
    // The loader has gone on to supervise.
    apps.done("crash", "--name=till");
    awaitPrinted(run, "ready 90\nready 135\n");
  }

  @Test
  void shouldRunTheHookWhenItGivesUp() throws Exception {
    Path ran = temporary.resolve("ran");
    LoaderRig.Run told =
        rig.run(
            Map.of(),
            List.of("--max-restarts=1", "--run-on-fail-perm=echo perm >> '" + ran + "'"),
            "exit:75");
    assertThat(told.await()).as(told.errors()).isEqualTo(75);
    assertThat(Files.readAllLines(ran)).containsExactly("perm");
    assertThat(told.errors()).contains("crash loop: restarts=1");

    LoaderRig.Run own =
        rig.run(Map.of(), List.of("--max-restarts=1", "--run-on-failure=exit 9"), "exit:75");
    assertThat(own.await()).as(own.errors()).isEqualTo(9);
  }

  @Test
  void shouldKillAHookThatTakesTooLongWithAllThatItStarted() throws Exception {
    Path pids = temporary.resolve("pids");
    String hook = "sleep 600 & echo $! >> '" + pids + "'; wait; echo late >> '" + pids + "'";
    LoaderRig.Run run =
        apps.ledger(
            "till",
            10,
            "--hook-timeout=1s",
            "--max-restarts=1",
            "--run-on-success=" + hook,
            "--run-on-failure=" + hook);
    awaitPrinted(run, "ready 45\n");
    awaitErrors(run, "the hook was killed, as it did not end: hook=success, limit=1s");

    // It is supervised nonetheless, until it crashes once too often.
    LoaderRig.signal(pid(), "KILL");
    awaitPrinted(run, "ready 45\nready 90\n");
    LoaderRig.signal(pid(), "KILL");

    assertThat(run.await()).as(run.errors()).isEqualTo(137);
    assertThat(run.errors()).contains("hook=failure").contains("crash loop: restarts=1");
    assertThat(Files.readAllLines(pids)).hasSize(2).doesNotContain("late");
    for (String started : Files.readAllLines(pids)) {
      LoaderRig.await(() -> ProcessHandle.of(Long.parseLong(started)).isEmpty());
    }
    assertThat(apps.done("history", "till").printed())
        .contains("hook of the success killed after 1s")
        .contains("hook of the failure killed after 1s");
    JsonNode ends = MAPPER.readTree(apps.done("history", "till", "--json").printed());
    assertThat(ends.get(0).at("/hooks/0/hook").asText()).isEqualTo("success");
    assertThat(ends.get(1).at("/hooks/0/limitMs").asLong()).isEqualTo(1000);
  }

  @Test
  void shouldTellDetailsOfARestoreAsAskedFor() throws Exception {
    LoaderRig.Run run = apps.ledger("till", 10, "--diag=warning");
    awaitPrinted(run, "ready 45\n");
    assertThat(run.errors()).contains("state read: commit=0 incarnation=1 health=PROTECTED");
    apps.done("stop", "--name=till");
    run.await();
    Files.writeString(rig.store.resolve("till/recovery-point"), "damaged");

    LoaderRig.Run plain = rig.loader(Map.of(), "restart", "--name=till");
    LoaderRig.Run none = null;
    assertThat(plain.await()).as(plain.errors()).isEqualTo(65);
    assertThat(plain.errors())
        .contains("till: not restarted, the agent says: stored state is damaged")
        .containsPattern("till: agent: .* ERROR .*damaged recovery point");
    none = rig.loader(Map.of(), "run", "--name=till", "--diag=none");
    assertThat(none.await()).isEqualTo(65);
    assertThat(none.errors()).contains("till: not restarted").doesNotContain("till: agent:");
    LoaderRig.Run quiet = rig.loader(Map.of(), "run", "--name=till", "-q", "-v");
    assertThat(quiet.await()).isEqualTo(65);
    // The agent's own line is the application's.
    assertThat(quiet.errors().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("rekindle: ERROR"));
  }

  @Test
  void shouldObeyTheHookOfEachFailure() throws Exception {
    String hook = "--run-on-failure=exit 7";
    LoaderRig.Run holder = rig.run(Map.of("TEST_AGENT_OWNS", "1"), List.of(), "wait");
    rig.awaitStarts(1);
    LoaderRig.Run held = rig.run(Map.of(), List.of(hook), "wait");
    LoaderRig.Run wrong = rig.loader(Map.of(), "run", "--bogus", hook, "--name=x");
    LoaderRig.Run nothing = rig.loader(Map.of(), "restart", hook);
    LoaderRig.Run missing =
        rig.loader(Map.of(), "run", "--name=x", hook, "--", "java", "-jar", "/no/such.jar");
    for (LoaderRig.Run each : List.of(held, wrong, nothing, missing)) {
      assertThat(each.await()).as(each.errors()).isEqualTo(7);
      assertThat(each.errors()).isEmpty();
    }
    assertThat(holder.process().isAlive()).isTrue();
    rig.loader(Map.of(), "stop", "--name=app").await();
    holder.await();

    LoaderRig.Run refused =
        rig.run(Map.of("TEST_AGENT_REFUSES", "65"), List.of("--reload", hook), "wait");
    assertThat(refused.await()).as(refused.errors()).isEqualTo(7);
    assertThat(refused.errors()).isEmpty();
    LoaderRig.Run told =
        rig.run(
            Map.of("TEST_AGENT_REFUSES", "65"),
            List.of("--reload", "--run-on-failure=true"),
            "wait");
    assertThat(told.await()).isEqualTo(65);
    assertThat(told.errors()).contains("not restarted, the agent says: corrupt store: x=1");
  }
}
