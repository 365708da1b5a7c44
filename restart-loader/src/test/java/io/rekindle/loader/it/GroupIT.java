package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Groups of real JVMs with state: who is restarted with whom, and how a group ends. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class GroupIT {
  private static final List<String> TILLS = List.of("--group", "tills");

  @TempDir private Path temporary;
  private GroupRig rig;

  @BeforeEach
  void prepare() throws IOException {
    rig = new GroupRig(temporary);
  }

  @AfterEach
  void end() throws IOException {
    rig.close();
  }

  @Test
  void shouldRestartAllMembersWithTheirStateAndNobodyElse() throws Exception {
    rig.run("bystander", List.of("--group", "others"));
    LoaderRig.Run first = rig.run("one", TILLS);
    long killed = rig.await("one", 1).pid();
    rig.run("two", TILLS);
    rig.await("two", 1);
    long bystander = rig.await("bystander", 1).pid();

    LoaderRig.signal(killed, "KILL");

    assertThat(rig.await("two", 2).pid()).isNotEqualTo(rig.starts("two").get(0).pid());
    rig.await("one", 2);
    assertThat(rig.starts("bystander")).hasSize(1);
    assertThat(ProcessHandle.of(bystander)).isPresent();
    assertThat(first.errors()).contains("restarting with it: two").contains("(1 of 5 in 60 s)");
    assertThat(rig.status("two").path("lastEnd").path("cause").asText()).isEqualTo("group");
    assertThat(rig.status("one").path("strategy").asText()).isEqualTo("one-for-all");
  }

  @Test
  void shouldCountOnceWhenTwoMembersDieAtTheSameTime() throws Exception {
    List<String> options = List.of("--group", "tills", "--max-restarts", "1/10m");
    rig.run("one", options);
    long one = rig.await("one", 1).pid();
    rig.run("two", options);
    long two = rig.await("two", 1).pid();

    new ProcessBuilder("kill", "-KILL", "" + one, "" + two).start().waitFor();

    // A second count would be one too many.
    one = rig.await("one", 2).pid();
    rig.await("two", 2);
    LoaderRig.await(() -> rig.status("two").path("state").asText().equals("running"));

    LoaderRig.signal(one, "KILL");

    rig.awaitState("one", "crash-loop");
    rig.awaitState("two", "stopped");
    assertThat(rig.starts()).hasSize(4);
  }

  @Test
  void shouldRestartOnlyThoseThatWereRegisteredLater() throws Exception {
    List<String> options = List.of("--group", "tills", "--strategy", "rest-for-one");
    rig.run("c", options);
    rig.await("c", 1);
    rig.run("b", TILLS);
    long killed = rig.await("b", 1).pid();
    rig.run("a", TILLS);
    rig.await("a", 1);

    LoaderRig.signal(killed, "KILL");

    rig.await("b", 2);
    rig.await("a", 2);
    assertThat(rig.starts("c")).hasSize(1);
    assertThat(
            rig.verb(
                "run",
                "--name",
                "d",
                "--group",
                "tills",
                "--strategy",
                "one-for-one",
                "--",
                "java",
                "-version"))
        .startsWith("64 ")
        .contains("--strategy=one-for-one, group=tills, decided=rest-for-one, by=c");
    assertThat(rig.verb("list")).doesNotContain("d");
  }

  @Test
  void shouldRestartNobodyElseWhenOneIsForOne() throws Exception {
    List<String> options = List.of("--group", "tills", "--strategy", "one-for-one");
    rig.run("one", options);
    long one = rig.await("one", 1).pid();
    rig.run("two", options);
    rig.await("two", 1);

    for (int start = 2; start <= 3; start++) {
      LoaderRig.signal(one, "KILL");
      one = rig.await("one", start).pid();
    }

    assertThat(rig.starts("two")).hasSize(1);
    assertThat(ProcessHandle.of(rig.starts("two").get(0).pid())).isPresent();
    assertThat(rig.status("two").path("restarts").asInt()).isZero();
    assertThat(rig.status("one").path("strategy").asText()).isEqualTo("one-for-one");
    // Its own crash is answered alike.
    LoaderRig.signal(rig.starts("two").get(0).pid(), "KILL");
    rig.await("two", 2);
    assertThat(rig.starts("one")).hasSize(3);
  }

  @Test
  void shouldResurrectAMemberThatEndedCleanlyAndEndWhenAllHave() throws Exception {
    List<String> options = List.of("--group", "tills", "--on-group-end", "archive");
    LoaderRig.Run first = rig.run("one", options);
    rig.await("one", 1);
    LoaderRig.Run second = rig.run("two", TILLS);
    rig.await("two", 1);
    rig.order("one", "end");
    rig.awaitState("one", "clean");

    LoaderRig.signal(rig.starts("two").get(0).pid(), "KILL");

    rig.await("one", 2);
    rig.await("two", 2);
    rig.order("one", "end");
    rig.awaitState("one", "clean");
    assertThat(rig.verb("list", "--long")).contains("clean").contains("tills").contains("direct");
    rig.order("two", "end");
    assertThat(first.await()).isZero();
    assertThat(second.await()).isZero();
    assertThat(rig.verb("list")).isEqualTo("0 ");
    try (var archived = Files.list(rig.loaders.store.resolve(".archive"))) {
      assertThat(archived).hasSize(2);
    }
  }

  @Test
  void shouldResurrectACleanMemberWhoseLoaderWasKilled() throws Exception {
    LoaderRig.Run first = rig.run("one", TILLS);
    rig.await("one", 1);
    LoaderRig.Run second = rig.run("two", TILLS);
    long killed = rig.await("two", 1).pid();
    rig.order("one", "end");
    rig.awaitState("one", "clean");
    LoaderRig.signal(first.process().pid(), "KILL");
    first.await();

    LoaderRig.signal(killed, "KILL");

    rig.await("two", 2);
    long back = rig.await("one", 2).pid();
    rig.awaitState("one", "running");
    assertThat(second.errors())
        .contains("restarted with its group, under a new loader")
        .contains("one");
    LoaderRig.signal(back, "KILL");
    rig.await("one", 3);
    rig.await("two", 3);
    assertThat(rig.verb("kill", "--group", "tills")).startsWith("0");
  }

  @Test
  void shouldNotResurrectACleanMemberThatWasStopped() throws Exception {
    rig.run("one", TILLS);
    rig.await("one", 1);
    rig.run("two", TILLS);
    long killed = rig.await("two", 1).pid();
    rig.order("one", "end");
    rig.awaitState("one", "clean");
    assertThat(rig.verb("stop", "--name", "one")).startsWith("0");

    LoaderRig.signal(killed, "KILL");

    rig.await("two", 2);
    rig.awaitState("two", "running");
    assertThat(rig.starts("one")).hasSize(1);
  }

  @Test
  void shouldGuardWhatAGuardedMemberSpawns() throws Exception {
    List<String> always = new ArrayList<>(List.of("always", "child"));
    always.addAll(rig.command());
    rig.run("parent", List.of("--guardian"), always.toArray(new String[0]));
    rig.await("child", 1);
    LoaderRig.await(() -> rig.status("child").path("guardianPid").asLong() != 0);
    long controller = rig.status("child").path("launcherPid").asLong();

    LoaderRig.signal(controller, "KILL");

    LoaderRig.await(
        () -> {
          long successor = rig.status("child").path("launcherPid").asLong();
          return successor != 0 && successor != controller;
        });
    assertThat(rig.starts("child")).hasSize(1);
    LoaderRig.signal(rig.starts("parent").get(0).pid(), "KILL");
    rig.await("parent", 2);
    rig.awaitState("child", "stopped");
    assertThat(rig.verb("stop", "--all")).startsWith("0");
  }

  @Test
  void shouldStopAllAtOnceThoughOneHasSpawnedTheOther() throws Exception {
    List<String> grandchild = new ArrayList<>(List.of("grandchild"));
    grandchild.addAll(rig.command());
    List<String> child = new ArrayList<>(List.of("child"));
    child.addAll(rig.command(grandchild.toArray(new String[0])));
    LoaderRig.Run parent = rig.run("parent", List.of(), child.toArray(new String[0]));
    rig.await("grandchild", 1);

    assertThat(rig.verb("stop", "--all")).startsWith("0");

    parent.await();
    for (String name : List.of("parent", "child", "grandchild")) {
      assertThat(rig.status(name).path("state").asText()).isEqualTo("stopped");
      assertThat(rig.verb("history", name)).contains(" SIGTERM").doesNotContain("SIGKILL");
    }
  }

  @Test
  void shouldGoOnWithoutACleanMemberThatIsToBeLeftAlone() throws Exception {
    rig.run("one", List.of("--group", "tills", "--no-resurrect-clean"));
    rig.await("one", 1);
    rig.run("two", TILLS);
    long killed = rig.await("two", 1).pid();
    rig.order("one", "end");
    rig.awaitState("one", "clean");

    LoaderRig.signal(killed, "KILL");

    rig.await("two", 2);
    assertThat(rig.starts("one")).hasSize(1);
    rig.awaitState("one", "clean");
  }

  @Test
  void shouldKillAllAndFreeTheNamesWhenAGroupIsKilled() throws Exception {
    LoaderRig.Run first = rig.run("one", TILLS);
    long pid = rig.await("one", 1).pid();
    rig.run("two", TILLS);
    rig.await("two", 1);
    assertThat(rig.verb("group", "--pid", "" + pid)).isEqualTo("0 tills one");
    assertThat(rig.verb("group", "--pid", "1"))
        .startsWith("64 restart-loader: no member runs as this process: pid=1,");

    assertThat(rig.verb("kill", "--group", "tills")).isEqualTo("0 ");

    assertThat(first.await()).isEqualTo(137);
    assertThat(rig.verb("list")).isEqualTo("0 ");
    assertThat(rig.verb("kill", "--group", "tills")).isEqualTo("0 ");
    assertThat(rig.starts()).hasSize(2);
    // The state was kept, and the name may be registered anew.
    rig.run("one", List.of());
    rig.await("one", 2);
  }

  @Test
  void shouldRestartAndStopAGroupByVerb() throws Exception {
    LoaderRig.Run first = rig.run("one", TILLS);
    rig.await("one", 1);
    rig.run("two", TILLS);
    rig.await("two", 1);

    assertThat(rig.verb("restart", "--group", "tills")).isEqualTo("0 restarted: one, two");
    rig.await("one", 2);
    rig.await("two", 2);
    rig.order("two", "restart-group");
    rig.await("one", 3);
    rig.await("two", 3);

    assertThat(rig.verb("stop", "--group", "tills")).isEqualTo("0 ");
    assertThat(first.await()).isEqualTo(143);
    assertThat(rig.verb("list")).isEqualTo("0 one\ntwo");
  }

  @Test
  void shouldLetGoOfHeldMembersWhenTheConductorIsKilled() throws Exception {
    LoaderRig.Run conductor =
        rig.run(
            "one",
            List.of("--group", "tills", "--backoff", "60s..60s", "--max-restarts", "unlimited"));
    long killed = rig.await("one", 1).pid();
    rig.run("two", TILLS);
    rig.await("two", 1);
    LoaderRig.signal(killed, "KILL");
    rig.awaitState("two", "held");

    // The launcher below setsid, which has the same pid.
    conductor.process().destroyForcibly();

    rig.await("two", 2);
  }

  @Test
  void shouldEndAndBringBackWhatAMemberSpawned() throws Exception {
    List<String> always = new ArrayList<>(List.of("always", "child"));
    always.addAll(rig.command());
    rig.run("parent", List.of(), always.toArray(new String[0]));
    GroupRig.Start child = rig.await("child", 1);
    assertThat(rig.verb("list", "--long")).contains("spawned by parent");
    LoaderRig.await(() -> Files.exists(temporary.resolve("spawned")));
    assertThat(Files.readString(temporary.resolve("spawned"))).isEqualTo(child.pid() + " 0\n");

    LoaderRig.signal(rig.starts("parent").get(0).pid(), "KILL");

    rig.await("parent", 2);
    // Its state is back, although it is another process with another loader.
    assertThat(rig.await("child", 2).pid()).isNotEqualTo(child.pid());
    LoaderRig.await(() -> !ProcessHandle.of(child.pid()).map(ProcessHandle::isAlive).orElse(false));

    LoaderRig.signal(rig.starts("child").get(1).pid(), "KILL");
    rig.awaitState("child", "stopped");
    assertThat(rig.starts("parent")).hasSize(2);
    assertThat(rig.verb("stop", "--name", "parent")).isEqualTo("0 ");
  }

  @Test
  void shouldDeleteTheStateAtTheEndOfTheGroupIfThatIsAskedFor() throws Exception {
    LoaderRig.Run first = rig.run("one", List.of("--group", "tills", "--on-group-end", "delete"));
    rig.await("one", 1);
    LoaderRig.Run second = rig.run("two", TILLS);
    rig.await("two", 1);
    rig.order("two", "end");
    rig.awaitState("two", "clean");
    assertThat(rig.loaders.store.resolve("two")).exists();

    rig.order("one", "end");

    assertThat(first.await()).isZero();
    assertThat(second.await()).isZero();
    assertThat(rig.loaders.store.resolve("one")).doesNotExist();
    assertThat(rig.loaders.store.resolve("two")).doesNotExist();
    rig.run("one", List.of());
    assertThat(rig.await("one", 1).number()).isEqualTo(1);
    LoaderRig.await(() -> rig.starts("one").size() == 2);
    assertThat(rig.starts("one").get(1).number()).as("begins with nothing").isEqualTo(1);
  }

  @Test
  void shouldEndAndBringBackWhatSpawnedMembersSpawned() throws Exception {
    List<String> grandchild = new ArrayList<>(List.of("always", "grandchild"));
    grandchild.addAll(rig.command());
    List<String> child = new ArrayList<>(List.of("always", "child"));
    child.addAll(rig.command(grandchild.toArray(new String[0])));
    LoaderRig.Run parent = rig.run("parent", List.of(), child.toArray(new String[0]));
    rig.await("grandchild", 1);
    assertThat(rig.verb("list", "--long"))
        .contains("spawned by parent")
        .contains("spawned by child");

    LoaderRig.signal(rig.starts("parent").get(0).pid(), "KILL");

    rig.await("child", 2);
    rig.await("grandchild", 2);
    assertThat(parent.errors()).contains("restarting with it: child, grandchild");

    assertThat(rig.verb("stop", "--name", "parent")).isEqualTo("0 ");
    rig.awaitState("child", "stopped");
    rig.awaitState("grandchild", "stopped");
    for (GroupRig.Start start : rig.starts()) {
      LoaderRig.await(
          () -> !ProcessHandle.of(start.pid()).map(ProcessHandle::isAlive).orElse(false));
    }
    assertThat(rig.starts()).hasSize(6);
  }

  @Test
  void shouldRestartAnAdoptedMemberWithItsGroupAndTheOtherWayRound() throws Exception {
    Path bareNotes = temporary.resolve("bare-notes");
    List<String> line = new ArrayList<>(rig.command().subList(0, rig.command().size() - 2));
    line.addAll(List.of(TestApplication.class.getName(), bareNotes.toString(), "wait"));
    Process bare = new ProcessBuilder(line).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      LoaderRig.await(() -> Files.exists(bareNotes));
      List<String> attach = new ArrayList<>(List.of("attach", "--name", "adopted"));
      attach.addAll(List.of("--pid", "" + bare.pid(), "--group", "tills", "--"));
      attach.addAll(rig.command());
      rig.loaders.loader(GroupRig.environment(), attach.toArray(new String[0]));
      rig.awaitState("adopted", "running");
      rig.run("one", TILLS);

      LoaderRig.signal(rig.await("one", 1).pid(), "KILL");

      assertThat(bare.waitFor(60, TimeUnit.SECONDS)).isTrue();
      rig.await("one", 2);
      LoaderRig.signal(rig.await("adopted", 1).pid(), "KILL");
      rig.await("adopted", 2);
      rig.await("one", 3);
    } finally {
      bare.destroyForcibly();
    }
  }

  @Test
  void shouldSayWhoBlocksTheEndOfAGroup() throws Exception {
    List<String> once = new ArrayList<>(List.of("child"));
    once.addAll(rig.command());
    LoaderRig.Run parent = rig.run("parent", TILLS, once.toArray(new String[0]));
    rig.await("child", 1);
    LoaderRig.signal(rig.starts("parent").get(0).pid(), "KILL");
    rig.await("parent", 2);

    rig.order("parent", "end");

    rig.awaitState("parent", "clean");
    LoaderRig.await(
        () ->
            errors(parent)
                .contains("group tills blocked, some members have not terminated: child"));
    assertThat(rig.status("parent").path("blockedBy")).hasSize(1);
    assertThat(rig.status("parent").path("blockedBy").get(0).asText()).isEqualTo("child");
    rig.verb("kill", "--group", "tills");
    assertThat(parent.await()).isZero();
  }

  @Test
  void shouldTakeADeclaredEndForCleanAndNoOther() throws Exception {
    LoaderRig.Run run = rig.run("one", List.of("--require-clean-exit"));
    rig.await("one", 1);
    rig.order("one", "end");
    rig.await("one", 2);
    rig.order("one", "clean-exit");

    assertThat(run.await()).isEqualTo(3);
    assertThat(rig.starts()).hasSize(2);
  }

  @Test
  void shouldRestartOnceIfThatIsAskedFor() throws Exception {
    LoaderRig.Run run = rig.run("one", List.of("--once"));
    LoaderRig.signal(rig.await("one", 1).pid(), "KILL");
    LoaderRig.signal(rig.await("one", 2).pid(), "KILL");

    assertThat(run.await()).isEqualTo(137);
    assertThat(rig.starts()).hasSize(2);
  }

  private static String errors(LoaderRig.Run run) {
    try {
      return run.errors();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
