package io.rekindle.loader.it;

import static io.rekindle.loader.it.AcmeApplications.awaitPrinted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code restart} from any state that is stored, with the real agent. */
@Execution(ExecutionMode.CONCURRENT)
class RestartFromStateIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");

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

  private JsonNode inspect(String name) throws Exception {
    return MAPPER.readTree(apps.done("inspect", "--name", name, "--json").printed());
  }

  /** The total as of a commit; there may be commits between those of the bookings. */
  private long totalAt(String name, long sequence) throws Exception {
    String state = apps.done("export", "--name=" + name, "--at=" + sequence).printed();
    Matcher total = TOTAL.matcher(state);
    assertThat(total.find()).as(state).isTrue();
    return Long.parseLong(total.group(1));
  }

  @Test
  void shouldGoBackWhileTheApplicationRuns() throws Exception {
    LoaderRig.Run run = apps.ledger("till", 100);
    awaitPrinted(run, "ready 4950\n");

    LoaderRig.Run restart = apps.done("restart", "--name=till", "--back=10", "--json");

    JsonNode answer = MAPPER.readTree(restart.printed());
    long sequence = answer.at("/fallback/sequence").asLong();
    long before = answer.at("/fallback/newestSequence").asLong();
    assertThat(before - sequence).isBetween(10L, 20L);
    long total = totalAt("till", sequence) + 4950;
    assertThat(total).isLessThan(9900);
    awaitPrinted(run, "ready 4950\nready " + total + "\n");
    Path kept = Path.of(answer.at("/fallback/setAside").asText());
    assertThat(kept).isEqualTo(rig.store.resolve("till/set-aside/went-back-1"));
    JsonNode newest =
        MAPPER.readTree(
            apps.done("inspect", "--store=" + kept.getParent(), "--name=went-back-1", "--json")
                .printed());
    assertThat(newest.get("sequence").asLong()).isEqualTo(before);
    assertThat(run.errors()).contains("as of commit " + sequence + ", ", "" + kept);
    apps.done("verify", "--name=till");
  }

  @Test
  void shouldGoBackWhileTheNextStartIsDelayed() throws Exception {
    LoaderRig.Run run =
        apps.ledger("till", 10, "--backoff=1h..2h", "--stable=10h", "--max-restarts=unlimited");
    awaitPrinted(run, "ready 45\n");
    apps.done("checkpoint", "--name=till", "--then=signal:KILL");
    LoaderRig.await(
        () -> {
          try {
            return run.errors().contains("; restarting in ");
          } catch (IOException e) {
            return false;
          }
        });
    Path result = temporary.resolve("result");

    LoaderRig.Run restart =
        apps.done("restart", "--name=till", "--at=4", "--json", "--result=" + result);

    long total = totalAt("till", 4) + 45;
    assertThat(MAPPER.readTree(restart.printed()).at("/fallback/sequence").asLong()).isEqualTo(4);
    awaitPrinted(run, "ready 45\nready " + total + "\n");
    LoaderRig.await(() -> Files.exists(rig.store.resolve("till/set-aside/went-back-1")));
    assertThat(run.errors()).contains("as of commit 4, ").doesNotContain("fast crashes");
    assertThat(MAPPER.readTree(Files.readString(result)).get("reason").asText())
        .isEqualTo("restarted");
  }

  @Test
  void shouldGoBackFromADeadNameByNumberAndByTime() throws Exception {
    LoaderRig.Run first = apps.ledger("till", 10);
    awaitPrinted(first, "ready 45\n");
    apps.done("stop", "--name=till");
    assertThat(first.await()).isEqualTo(143);

    String expected = "ready " + (totalAt("till", 4) + 45) + "\n";
    LoaderRig.Run second = rig.loader(Map.of(), "restart", "--name=till", "--at=4");
    awaitPrinted(second, expected);
    assertThat(second.errors()).contains("as of commit 4, ");
    apps.done("stop", "--name=till");
    assertThat(second.await()).isEqualTo(143);

    // The end of the first incarnation lies between its commits and those of the second.
    Instant between = Instant.ofEpochMilli(rigEnd("till"));
    LoaderRig.Run third = rig.loader(Map.of(), "restart", "--name=till", "--at=" + between);
    awaitPrinted(third, expected);
    assertThat(third.errors()).contains("as of commit 4, ");
  }

  private long rigEnd(String name) throws IOException {
    String line = Files.readAllLines(rig.store.resolve(name).resolve("ends.jsonl")).get(0);
    return MAPPER.readTree(line).get("endedMs").asLong();
  }

  @Test
  void shouldRefuseWhatIsNotStoredAndNameWhatIs() throws Exception {
    LoaderRig.Run run = apps.ledger("till", 10);
    awaitPrinted(run, "ready 45\n");

    LoaderRig.Run late = rig.loader(Map.of(), "restart", "--name=till", "--at=1000");
    LoaderRig.Run far = rig.loader(Map.of(), "restart", "--name=till", "--back=1000");
    LoaderRig.Run early = rig.loader(Map.of(), "restart", "--name=till", "--at=1h ago");

    for (LoaderRig.Run each : List.of(late, far, early)) {
      assertThat(each.await()).as(each.errors()).isEqualTo(65);
      assertThat(each.errors())
          .contains("commit is not stored: ")
          .containsPattern("stored=commits 1 to \\d\\d, 20");
    }
    assertThat(run.printed()).isEqualTo("ready 45\n");
    assertThat(rig.store.resolve("till/ends.jsonl")).doesNotExist();
    assertThat(rig.store.resolve("till/set-aside")).doesNotExist();
  }

  @Test
  void shouldRefuseContradictions() throws Exception {
    LoaderRig.Run run = apps.ledger("till", 10);
    awaitPrinted(run, "ready 45\n");
    String[][] wrong = {
      {"restart"},
      {"restart", "--name=till", "--file=x"},
      {"restart", "--file=x", "--fd=0"},
      {"restart", "--file=x", "--back=1"},
      {"restart", "--name=till", "--back=1", "--at=1"},
      {"restart", "--name=till", "--at=yesterday"},
      {"restart", "--name=till", "--as=../till"},
      {"restart", "--name=till", "--relocate=/a"},
      {"restart", "--name=nobody"},
      {"restart", "--fd=99"},
      {"restart", "--group=tills", "--stop"},
      {"restart", "--group=tills", "--run-on-success=true"},
      {"restart", "--group=tills", "--back=1"},
    };
    for (String[] arguments : wrong) {
      LoaderRig.Run restart = rig.loader(Map.of(), arguments);
      assertThat(restart.await()).as(restart.errors()).isEqualTo(64);
    }
    LoaderRig.Run missing = rig.loader(Map.of(), "restart", "--file=/no/such/file");
    assertThat(missing.await()).as(missing.errors()).isEqualTo(78);
    LoaderRig.Run running = rig.loader(Map.of(), "restart", "--name=till", "--relocate=/a=/b");
    assertThat(running.await()).as(running.errors()).isEqualTo(75);
    LoaderRig.Run taken = rig.loader(Map.of(), "restart", "--name=till", "--as=till");
    assertThat(taken.await()).as(taken.errors()).isEqualTo(75);
    assertThat(run.printed()).isEqualTo("ready 45\n");
  }

  @Test
  void shouldStartACopyBesideTheOriginal() throws Exception {
    LoaderRig.Run original = apps.ledger("till", 10, "--group=tills", "--on-group-end=delete");
    awaitPrinted(original, "ready 45\n");

    LoaderRig.Run newest = rig.loader(Map.of(), "restart", "--name=till", "--as=copy");
    LoaderRig.Run older = rig.loader(Map.of(), "restart", "--name=till", "--as=old", "--at=4");

    awaitPrinted(newest, "ready 90\n");
    awaitPrinted(older, "ready " + (totalAt("till", 4) + 45) + "\n");
    assertThat(original.process().isAlive()).isTrue();
    assertThat(original.printed()).isEqualTo("ready 45\n");
    assertThat(newest.errors()).contains("a copy of till as of commit 1");
    assertThat(older.errors()).contains("a copy of till as of commit 4");
    assertThat(Files.readString(rig.store.resolve("copy/launch.json")))
        .doesNotContain("tills", "delete");

    // It dies and comes back as itself.
    apps.done("checkpoint", "--name=copy", "--then=signal:KILL");
    awaitPrinted(newest, "ready 90\nready 135\n");
  }

  @Test
  void shouldRestartFromAFileAsOftenAsAskedFor() throws Exception {
    LoaderRig.Run original = apps.ledger("till", 10);
    awaitPrinted(original, "ready 45\n");
    Path file = temporary.resolve("till.rkp");
    apps.done("export", "--name=till", "--portable=" + file, "--at=4");
    byte[] before = Files.readAllBytes(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    String fresh = "--store=" + temporary.resolve("fresh");
    LoaderRig.Run same = rig.loader(Map.of(), "restart", fresh, "--file=" + file);
    LoaderRig.Run other = rig.loader(Map.of(), "restart", fresh, "--fd=0", "--as=other");
    Files.copy(file, other.process().getOutputStream());
    other.process().getOutputStream().close();

    String expected = "ready " + (totalAt("till", 4) + 45) + "\n";
    awaitPrinted(same, expected);
    awaitPrinted(other, expected);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    LoaderRig.Run again = rig.loader(Map.of(), "restart", fresh, "--file=" + file);
    assertThat(again.await()).as(again.errors()).isEqualTo(75);
  }

  @Test
  void shouldCarryTheEnvironmentOnlyWhenAskedTo() throws Exception {
    LoaderRig.Run run =
        rig.run(Map.of("TEST_MARK", "secret", "TEST_AGENT_OWNS", "1"), List.of(), "wait");
    rig.awaitStarts(1);
    rig.loader(Map.of(), "stop", "--name=app").await();
    run.await();
    Path plain = temporary.resolve("plain.rkp");
    Path full = temporary.resolve("full.rkp");

    apps.done("export", "--name=app", "--portable=" + plain);
    apps.done("export", "--name=app", "--portable=" + full, "--with-environment");

    assertThat(launchIn(plain)).doesNotContain("secret", "TEST_MARK");
    assertThat(launchIn(full)).contains("\"TEST_MARK\" : \"secret\"");
  }

  private static String launchIn(Path file) throws IOException {
    try (var zip = new java.util.zip.ZipFile(file.toFile())) {
      return new String(zip.getInputStream(zip.getEntry("launch.json")).readAllBytes());
    }
  }

  @Test
  void shouldLeaveNothingBehindWhenTheFileIsUnusable() throws Exception {
    LoaderRig.Run original = apps.ledger("till", 10);
    awaitPrinted(original, "ready 45\n");
    Path file = temporary.resolve("till.rkp");
    apps.done("export", "--name=till", "--portable=" + file);
    byte[] bytes = Files.readAllBytes(file);
    Path torn = temporary.resolve("torn.rkp");
    Files.write(torn, java.util.Arrays.copyOf(bytes, bytes.length - 400));
    Path none = Files.writeString(temporary.resolve("none"), "something else");
    Path fresh = temporary.resolve("fresh");

    LoaderRig.Run cut = rig.loader(Map.of(), "restart", "--store=" + fresh, "--file=" + torn);
    assertThat(cut.await()).as(cut.errors()).isEqualTo(65);
    LoaderRig.Run other =
        rig.loader(
            Map.of(), "restart", "--store=" + fresh, "--file=" + none, "--as=x", "--", "java");
    assertThat(other.await()).as(other.errors()).isEqualTo(65);
    // The classes are not where they were.
    Files.move(apps.classes, temporary.resolve("elsewhere"));
    LoaderRig.Run gone =
        rig.loader(
            Map.of(),
            "restart",
            "--store=" + fresh,
            "--file=" + file,
            "--relocate=" + temporary + "=/no/such/folder");
    assertThat(gone.await()).as(gone.errors()).isEqualTo(78);
    assertThat(gone.errors()).contains("no such working directory: directory=/no/such/folder");
    try (Stream<Path> names = Files.list(fresh)) {
      assertThat(names.map(name -> "" + name.getFileName()).filter(name -> !name.startsWith(".")))
          .isEmpty();
    }
  }

  @Test
  void shouldRelocateOnceAndForAll() throws Exception {
    Path home = temporary.resolve("home");
    LoaderRig.Run first = apps.archive("archive", home);
    assertThat(first.await()).as(first.errors()).isZero();
    assertThat(first.printed()).isEqualTo(line(temporary, home));

    // All that was in the old folder is below the new one, which the rule matches again.
    Path moved = Files.createDirectories(temporary.resolve("moved"));
    Files.move(apps.classes, moved.resolve("classes"));
    String relocate = "--relocate=" + temporary + "=" + moved;
    LoaderRig.Run inPlace = apps.done("restart", "--name=archive", relocate);
    LoaderRig.Run again = apps.done("run", "--name=archive");

    String expected = line(moved, home).replace(home + "/", moved + "/home/");
    expected = expected.replace("home=" + home, "home=" + moved + "/home");
    assertThat(inPlace.printed()).isEqualTo(expected);
    assertThat(inPlace.errors()).contains("paths relocated: 3");
    assertThat(again.printed()).isEqualTo(expected);

    Path file = temporary.resolve("archive.rkp");
    apps.done("export", "--name=archive", "--portable=" + file);
    LoaderRig.Run back =
        apps.done(
            "restart",
            "--store=" + temporary.resolve("fresh"),
            "--file=" + file,
            "--relocate=" + moved + "/classes=" + moved + "/classes",
            "--relocate=" + moved + "/home=" + home);
    assertThat(back.printed()).isEqualTo(line(moved, home));
  }

  @Test
  void shouldOpenTrackedFilesWhereTheyWereRelocatedTo() throws Exception {
    Path old = Files.createDirectory(temporary.resolve("old"));
    Path moved = temporary.resolve("moved");
    LoaderRig.Run first = apps.register("register", old.resolve("lines"));
    assertThat(first.await()).as(first.errors()).isZero();
    assertThat(first.printed()).isEqualTo("path=" + old.resolve("lines") + " length=8\n");
    Files.move(old, moved);
    // Nothing that was committed; cut off wherever the file is.
    Path file = moved.resolve("lines");
    Files.writeString(file, "torn", StandardOpenOption.APPEND);

    LoaderRig.Run second =
        apps.done("restart", "--name=register", "--relocate=" + old + "=" + moved);
    LoaderRig.Run third = apps.done("run", "--name=register");

    assertThat(second.printed()).isEqualTo("path=" + file + " length=16\n");
    assertThat(second.errors()).contains("paths relocated: 1");
    assertThat(third.printed()).isEqualTo("path=" + file + " length=24\n");
    assertThat(file).hasContent("start 1\nstart 2\nstart 3\n");
    assertThat(old).doesNotExist();
  }

  private static String line(Path directory, Path home) {
    return "home=%2$s shelves=[%2$s/shelf, relative] titles={%2$s/book=%2$s is a text} found=true cwd=%1$s\n"
        .formatted(directory, home);
  }

  @Test
  void shouldNotGrowWhenRestartedAgainAndAgain() throws Exception {
    LoaderRig.Run run = apps.ledger("till", 10);
    awaitPrinted(run, "ready 45\n");
    StringBuilder printed = new StringBuilder("ready 45\n");
    String launch = Files.readString(rig.store.resolve("till/launch.json"));
    String commandLine = commandLine("till");

    for (int i = 2; i <= 6; i++) {
      apps.done("restart", "--name=till");
      awaitPrinted(run, printed.append("ready " + 45 * i + "\n").toString());
    }
    apps.done("stop", "--name=till");
    run.await();
    for (int i = 7; i <= 11; i++) {
      LoaderRig.Run next = rig.loader(Map.of(), "restart", "--name=till");
      awaitPrinted(next, "ready " + 45 * i + "\n");
      if (i == 11) {
        assertThat(commandLine("till")).isEqualTo(commandLine);
      }
      apps.done("stop", "--name=till");
      next.await();
    }

    assertThat(withoutTimes(Files.readString(rig.store.resolve("till/launch.json"))))
        .isEqualTo(withoutTimes(launch));
    JsonNode stored = inspect("till");
    assertThat(stored.get("sequence").asLong()).isBetween(110L, 160L);
    assertThat(stored.get("nodes").asLong()).isEqualTo(22);
    assertThat(rig.store.resolve("till/set-aside")).doesNotExist();
  }

  private String commandLine(String name) throws Exception {
    long pid =
        MAPPER
            .readTree(apps.done("status", "--name=" + name, "--json").printed())
            .get("pid")
            .asLong();
    return ProcessHandle.of(pid).orElseThrow().info().commandLine().orElseThrow();
  }

  private static String withoutTimes(String launch) {
    return launch.replaceAll("\"recordedMs\" : \\d+", "");
  }
}
