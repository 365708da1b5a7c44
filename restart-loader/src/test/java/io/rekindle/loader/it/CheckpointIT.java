package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.ledger.Ledger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Recovery points that are copied, and applications that end with them; with the real agent. */
@Execution(ExecutionMode.CONCURRENT)
class CheckpointIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path temporary;
  private LoaderRig rig;

  @BeforeEach
  void prepare() throws IOException {
    rig = new LoaderRig(temporary);
    Path source = LoaderRig.testClasses().resolve("com/acme/ledger");
    Path target = Files.createDirectories(temporary.resolve("classes/com/acme/ledger"));
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  @AfterEach
  void end() throws IOException {
    rig.close();
  }

  /** A ledger that makes so many bookings and waits. */
  private LoaderRig.Run start(String name, int bookings, String... options) throws IOException {
    String type = Ledger.class.getName();
    List<String> arguments = new ArrayList<>(List.of("run", "--name", name, "--group", "tills"));
    arguments.addAll(List.of(options));
    arguments.add("--state=" + type + "#ACCOUNT_OF;" + type + "#total");
    arguments.add("--checkpoint=" + type + "#book");
    arguments.addAll(List.of("--", "java", "-cp", "" + temporary.resolve("classes"), type));
    arguments.addAll(List.of(String.valueOf(bookings), "wait"));
    return rig.loader(Map.of(), arguments.toArray(new String[0]));
  }

  private static void awaitReady(LoaderRig.Run run, int times, long total) {
    LoaderRig.await(
        () -> {
          try {
            return run.printed().equals(("ready " + total + "\n").repeat(times));
          } catch (IOException e) {
            return false;
          }
        });
  }

  @Test
  void shouldGoOnElsewhereFromAnExportedRecoveryPoint() throws Exception {
    LoaderRig.Run run = start("till", 100);
    awaitReady(run, 1, 4950);
    Path file = temporary.resolve("till.rks");
    Files.writeString(file, "an older export");

    LoaderRig.Run save =
        rig.loader(
            Map.of(), "checkpoint", "--name=till", "--export=" + file, "--then=stop", "--json");

    assertThat(save.await()).as(save.errors()).isZero();
    JsonNode answer = MAPPER.readTree(save.printed());
    assertThat(answer.get("sequence").asLong()).isGreaterThanOrEqualTo(100);
    assertThat(answer.get("export").asText()).isEqualTo(file.toString());
    assertThat(run.await()).isEqualTo(143);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    LoaderRig.Run copy = start("copy", 0, "--from", file.toString());
    awaitReady(copy, 1, 4950);
    assertThat(copy.errors()).contains("beginning with the state as of commit ");
    LoaderRig.Run kill = rig.loader(Map.of(), "checkpoint", "--name=copy", "--then=kill");
    assertThat(kill.await()).as(kill.errors()).isZero();
    assertThat(copy.await()).isEqualTo(137);

    LoaderRig.Run again = start("copy", 0, "--from", file.toString());
    assertThat(again.await()).isEqualTo(64);
    assertThat(again.errors()).contains("the name has state already");
    LoaderRig.Run sound = rig.loader(Map.of(), "verify", "--name=copy");
    assertThat(sound.await()).as(sound.printed()).isZero();
  }

  @Test
  void shouldForceAllThatARestartReadsUnlessAskedNotTo() throws Exception {
    LoaderRig.Run run = start("till", 10);
    awaitReady(run, 1, 45);

    assertThat(forcedBy("--sync"))
        .anyMatch(path -> path.contains("/till/incarnation-000001/"))
        .contains(rig.store.resolve("till").toString());
    assertThat(forcedBy("--nosync")).noneMatch(path -> path.contains("/till/incarnation-000001/"));
  }

  /**
   * The files and folders of the store that the verb has forced to the device, by its recording.
   */
  private List<String> forcedBy(String option) throws Exception {
    Path recording = temporary.resolve("verb" + option + ".jfr");
    String flags =
        "-XX:StartFlightRecording:filename=%s,jdk.FileForce#enabled=true,jdk.FileForce#threshold=0ms"
            .formatted(recording);
    LoaderRig.Run verb =
        rig.loader(Map.of("JDK_JAVA_OPTIONS", flags), "checkpoint", "--name=till", option);
    assertThat(verb.await()).as(verb.errors()).isZero();
    return RecordingFile.readAllEvents(recording).stream()
        .filter(event -> event.getEventType().getName().equals("jdk.FileForce"))
        .map(event -> event.getString("path"))
        .filter(path -> path != null && path.startsWith(rig.store.toString()))
        .toList();
  }

  @Test
  void shouldLeaveNoNameBehindWhenTheExportIsNone() throws Exception {
    Path file = Files.writeString(temporary.resolve("no.rks"), "no snapshot at all");

    LoaderRig.Run run = start("till", 0, "--from", file.toString());

    assertThat(run.await()).isEqualTo(65);
    assertThat(run.errors()).contains("unusable state: from=" + file);
    assertThat(rig.store.resolve("till")).doesNotExist();
  }

  @Test
  void shouldRestartFromTheRecoveryPointWhenTheSignalIsNoRequestToEnd() throws Exception {
    LoaderRig.Run run = start("till", 10);
    awaitReady(run, 1, 45);

    LoaderRig.Run signal = rig.loader(Map.of(), "checkpoint", "--name=till", "--then=signal:9");

    assertThat(signal.await()).as(signal.errors()).isZero();
    // It makes its bookings once more, onto what was restored.
    LoaderRig.await(() -> contains(run, "ready 45\nready 90\n"));
    assertThat(run.errors()).contains("incarnation 1 ended by SIGKILL");
  }

  @Test
  void shouldDoNothingWhenItCannotDoAll() throws Exception {
    LoaderRig.Run run = start("till", 10);
    awaitReady(run, 1, 45);

    LoaderRig.Run verb = rig.loader(Map.of(), "checkpoint", "--name=till", "--then=explode");
    LoaderRig.Run nowhere =
        rig.loader(Map.of(), "checkpoint", "--name=till", "--export=/no/such/file", "--then=kill");
    LoaderRig.Run late =
        rig.loader(Map.of(), "checkpoint", "--name=till", "--timeout=0ms", "--then=kill");

    assertThat(verb.await()).isEqualTo(64);
    assertThat(verb.errors()).contains("expected=run|stop|term|kill|signal:N");
    assertThat(nowhere.await()).isEqualTo(78);
    assertThat(late.await()).as(late.errors()).isEqualTo(75);
    assertThat(run.process().isAlive()).isTrue();
    assertThat(Files.exists(rig.store.resolve("till/ends.jsonl"))).isFalse();
  }

  @Test
  void shouldGiveUpWithoutHarmWhenTheApplicationDoesNotAnswer() throws Exception {
    LoaderRig.Run run = start("till", 10);
    awaitReady(run, 1, 45);
    Path file = Files.writeString(temporary.resolve("till.rkp"), "an older export");
    LoaderRig.Run status = rig.loader(Map.of(), "status", "--name=till", "--json");
    assertThat(status.await()).as(status.errors()).isZero();
    long pid = MAPPER.readTree(status.printed()).get("pid").asLong();
    LoaderRig.signal(pid, "STOP");

    LoaderRig.Run late =
        rig.loader(
            Map.of(),
            "checkpoint",
            "--name=till",
            "--timeout=1s",
            "--export=" + file,
            "--then=kill");

    assertThat(late.await()).as(late.errors()).isEqualTo(75);
    assertThat(Files.readString(file)).isEqualTo("an older export");
    LoaderRig.signal(pid, "CONT");
    LoaderRig.Run again = rig.loader(Map.of(), "checkpoint", "--name=till", "--export=" + file);
    assertThat(again.await()).as(again.errors()).isZero();
    assertThat(ProcessHandle.of(pid)).isPresent();
    assertThat(run.printed()).isEqualTo("ready 45\n");
  }

  @Test
  void shouldLeaveTheOlderFileWhenItIsKilledWhileItExports() throws Exception {
    LoaderRig.Run run = start("till", 2000);
    awaitReady(run, 1, 1999000);
    Path folder = Files.createDirectories(temporary.resolve("exports"));
    Path file = Files.writeString(folder.resolve("till.rkp"), "an older export");
    LoaderRig.Run export = rig.loader(Map.of(), "checkpoint", "--name=till", "--export=" + file);
    // Drafts have a name of their own; the file has its own only when it is whole.
    LoaderRig.await(() -> hasDraft(folder) || !export.process().isAlive());

    LoaderRig.signal(export.process().pid(), "KILL");

    export.await();
    if (Files.size(file) != "an older export".length()) {
      LoaderRig.Run whole = rig.loader(Map.of(), "restart", "--file=" + file, "--as=copy");
      awaitReady(whole, 1, 2 * 1999000);
    } else {
      assertThat(Files.readString(file)).isEqualTo("an older export");
    }
    LoaderRig.Run again = rig.loader(Map.of(), "checkpoint", "--name=till", "--export=" + file);
    assertThat(again.await()).as(again.errors()).isZero();
    assertThat(Files.size(file)).isGreaterThan(1000);
  }

  @Test
  void shouldWriteToPipesAndKeepBackups() throws Exception {
    LoaderRig.Run run = start("till", 10);
    awaitReady(run, 1, 45);
    Path file = temporary.resolve("till.rkp");
    String jar = System.getProperty("rekindle.loaderJar");
    String checkpoint = "java -jar " + jar + " checkpoint --name=till ";

    // Onto standard output, through a descriptor that is a pipe, and after what is in a file.
    String commit = shell(checkpoint + "--export - 2>&1 >one.rkp");
    shell("{ " + checkpoint + "--json --fd 3 3>&1 >answer | cat >two.rkp; } 3>&1");
    shell(
        "{ echo head >&3; "
            + checkpoint
            + "--fd 3 --nosync; } 3>three.rkp; tail -c +6 three.rkp >four.rkp");

    assertThat(commit).as("on stderr").matches("commit 1\\d\n");
    assertThat(MAPPER.readTree(temporary.resolve("answer").toFile()).get("export").asText())
        .isEqualTo("3");
    for (String name : List.of("one", "two", "four")) {
      Path made = temporary.resolve(name + ".rkp");
      LoaderRig.Run copy = start(name, 0, "--from", made.toString());
      awaitReady(copy, 1, 45);
    }
    Files.writeString(file, "an older export");
    LoaderRig.Run again =
        rig.loader(Map.of(), "checkpoint", "--name=till", "--export=" + file, "--backup");
    assertThat(again.await()).as(again.errors()).isZero();
    assertThat(temporary.resolve("till.rkp.~1~")).hasContent("an older export");
    LoaderRig.Run refused =
        rig.loader(Map.of(), "export", "--name=till", "--portable=" + file, "--noclobber");
    assertThat(refused.await()).isEqualTo(78);
    assertThat(refused.errors()).contains("file exists: portable=" + file);
  }

  private String shell(String script) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "set -eo pipefail; " + script)
            .directory(temporary.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("REKINDLE_STORE", rig.store.toString());
    Process shell = builder.start();
    String printed = new String(shell.getInputStream().readAllBytes());
    assertThat(shell.waitFor()).as(printed).isZero();
    return printed;
  }

  private static boolean hasDraft(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("."));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void shouldKillAllMembersOfAGroupAndNobodyElse() throws Exception {
    LoaderRig.Run one = start("one", 10);
    LoaderRig.Run two = start("two", 10);
    LoaderRig.Run other = rig.run("wait");
    awaitReady(one, 1, 45);
    awaitReady(two, 1, 45);
    rig.awaitStarts(1);

    for (int i = 0; i < 2; i++) {
      LoaderRig.Run kill = rig.loader(Map.of(), "kill", "--group", "tills");
      assertThat(kill.await()).as(kill.errors()).isZero();
    }

    assertThat(one.await()).isEqualTo(137);
    assertThat(two.await()).isEqualTo(137);
    assertThat(other.process().isAlive()).isTrue();
    LoaderRig.Run list = rig.loader(Map.of(), "list");
    assertThat(list.await()).isZero();
    assertThat(list.printed()).as("their names are free").isEqualTo("app\n");
    assertThat(rig.loader(Map.of(), "kill", "--group", "nobody").await()).isZero();
    LoaderRig.Run zero = rig.loader(Map.of(), "kill", "--group", "0");
    assertThat(zero.await()).isEqualTo(64);
    assertThat(zero.errors()).contains("group 0 is no group");
    assertThat(other.process().isAlive()).isTrue();
    LoaderRig.Run both = rig.loader(Map.of(), "kill", "--group", "tills", "--name", "one");
    assertThat(both.await()).isEqualTo(64);
    assertThat(rig.loader(Map.of(), "kill").await()).isEqualTo(64);
  }

  @Test
  void shouldCompleteVerbsAndOptions() throws Exception {
    LoaderRig.Run script = rig.loader(Map.of(), "completion");
    assertThat(script.await()).isZero();
    String test =
        "source %s; COMP_WORDS=(restart-loader %s); COMP_CWORD=%d;"
            + " _complete_restart-loader; echo \"${COMPREPLY[@]}\"";

    assertThat(bash(test.formatted(script.out(), "sta", 1))).isEqualTo("status\n");
    assertThat(bash(test.formatted(script.out(), "run --restart-", 2)))
        .isEqualTo("--restart-exit-codes\n");
  }

  @Test
  void shouldExplainAVerbWithExamples() throws Exception {
    LoaderRig.Run help = rig.loader(Map.of(), "help", "run");
    LoaderRig.Run list = rig.loader(Map.of(), "help");
    LoaderRig.Run unknown = rig.loader(Map.of(), "help", "rum");

    assertThat(help.await()).isZero();
    assertThat(help.printed()).contains("--max-restarts", "Examples:", "--backoff 100ms..10s");
    assertThat(list.await()).isZero();
    assertThat(list.printed()).contains("Verbs:", "history", "completion");
    assertThat(unknown.await()).isEqualTo(64);
    assertThat(unknown.errors()).contains("unknown verb: rum. Did you mean: run");
  }

  private static boolean contains(LoaderRig.Run run, String text) {
    try {
      return run.printed().contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  private String bash(String script) throws Exception {
    Process bash =
        new ProcessBuilder("bash", "-c", script)
            .directory(temporary.toFile())
            // Bash complains of a completion that no key asked for.
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(bash.getInputStream().readAllBytes());
    assertThat(bash.waitFor()).as(printed).isZero();
    return printed;
  }
}
