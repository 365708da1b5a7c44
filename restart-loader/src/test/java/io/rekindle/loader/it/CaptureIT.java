package io.rekindle.loader.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.gauge.Gauge;
import com.acme.ledger.Ledger;
import io.rekindle.Rekindle;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that run already, and get the agent then: {@code attach --capture}. */
class CaptureIT {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();
  private static final String LEDGER = Ledger.class.getName();

  @TempDir private Path temporary;
  private LoaderRig rig;
  private AcmeApplications acme;
  private Path out;
  private Path err;
  private Process bare;

  @BeforeEach
  void prepare() throws IOException {
    rig = new LoaderRig(temporary);
    acme = new AcmeApplications(rig);
    out = temporary.resolve("bare.out");
    err = temporary.resolve("bare.err");
  }

  @AfterEach
  void end() throws Exception {
    if (bare != null) {
      bare.destroyForcibly().waitFor();
    }
    rig.close();
  }

  private static List<String> ledger(String... flags) {
    List<String> line = new ArrayList<>(List.of(JAVA));
    line.addAll(List.of(flags));
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", "classes", LEDGER, "100", "wait"));
    return line;
  }

  private static List<String> gauge() throws URISyntaxException {
    Path api = Path.of(Rekindle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return List.of(
        JAVA,
        "-XX:TieredStopAtLevel=1",
        "-cp",
        "classes" + File.pathSeparator + api,
        Gauge.class.getName());
  }

  private void startBare(List<String> line, String firstWords) throws IOException {
    bare =
        new ProcessBuilder(line)
            .directory(rig.folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    awaitText(out, firstWords);
  }

  private void tell(String line) throws IOException {
    bare.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    bare.getOutputStream().flush();
  }

  private LoaderRig.Run attach(String name, long pid, List<String> options, List<String> line)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("attach", "--name", name, "--capture"));
    arguments.add("--pid=" + pid);
    arguments.addAll(options);
    arguments.add("--");
    arguments.addAll(line);
    return rig.loader(Map.of(), arguments.toArray(new String[0]));
  }

  private LoaderRig.Run attachLedger(String name) throws IOException {
    String state = "--state=" + LEDGER + "#ACCOUNT_OF;" + LEDGER + "#total";
    return attach(name, bare.pid(), List.of(state, "--checkpoint=" + LEDGER + "#book"), ledger());
  }

  private static void awaitText(Path file, String words) {
    LoaderRig.await(
        () -> {
          try {
            return Files.exists(file) && Files.readString(file).contains(words);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private long pidOf(String name) throws Exception {
    return Long.parseLong(
        acme.done("status", "--name", name, "--json")
            .printed()
            .replaceAll("(?s).*?\"pid\"\\s*:\\s*(\\d+).*", "$1"));
  }

  @Test
  void shouldBringBackWhatARunningApplicationHeldWhenItWasAttached() throws Exception {
    startBare(ledger(), "ready 4950");

    LoaderRig.Run run = attachLedger("till");

    awaitText(run.err(), "its state is captured");
    awaitText(run.err(), "adopted pid " + bare.pid() + ", in which the agent is: incarnation 1");
    LoaderRig.signal(bare.pid(), "KILL");
    awaitText(run.out(), "ready 9900");
    LoaderRig.signal(pidOf("till"), "KILL");
    awaitText(run.out(), "ready 14850");
    acme.done("verify", "--name", "till");
    assertThat(Files.readString(out)).isEqualTo("ready 4950\n");
  }

  @Test
  void shouldCommitWhatChangesLaterAndServeTheApplicationsOwnCopyOfTheApi() throws Exception {
    startBare(gauge(), "readings=0 last=none shared=true managed=false role=UNMANAGED");
    tell("");
    awaitText(out, "readings=1");
    assertThat(rig.store).as("without the agent the API is inert").doesNotExist();

    LoaderRig.Run run = attach("gauge", bare.pid(), List.of("--interval=60m"), gauge());
    awaitText(run.err(), "its state is captured");
    tell("");
    tell("label north");
    awaitText(out, "readings=3 last=3/UP shared=true managed=true role=PRIMARY");
    LoaderRig.signal(bare.pid(), "KILL");

    awaitText(run.out(), "label=");
    assertThat(run.printed())
        .isEqualTo("readings=3 last=3/UP shared=true managed=true role=PRIMARY\nlabel=north\n");
  }

  @Test
  void shouldAttachAgainToAnApplicationThatOutlivedItsLoader() throws Exception {
    startBare(ledger(), "ready 4950");
    LoaderRig.Run first = attachLedger("till");
    awaitText(first.err(), "adopted pid");
    LoaderRig.signal(first.process().pid(), "KILL");
    first.await();

    LoaderRig.Run second = attachLedger("till");

    awaitText(second.err(), "adopted pid " + bare.pid() + ", in which the agent is: incarnation 1");
    LoaderRig.signal(bare.pid(), "KILL");
    awaitText(second.out(), "ready 9900");
  }

  @Test
  void shouldRefuseANameThatHasStateAndLeaveItAlone() throws Exception {
    LoaderRig.Run earlier = acme.ledger("till", 10);
    awaitText(earlier.out(), "ready 45");
    acme.done("stop", "--name", "till");
    startBare(ledger(), "ready 4950");

    LoaderRig.Run run = attachLedger("till");

    assertThat(run.await()).as(run.errors()).isEqualTo(64);
    assertThat(run.errors()).contains("the name has stored state");
    assertThat(bare.isAlive()).isTrue();
    LoaderRig.Run again = rig.loader(Map.of(), "run", "--name", "till");
    awaitText(again.out(), "ready 90");
  }

  @Test
  void shouldLeaveNothingBehindIfTheJvmTakesNoAgents() throws Exception {
    startBare(ledger("-XX:-EnableDynamicAgentLoading"), "ready 4950");

    LoaderRig.Run run = attachLedger("till");

    assertThat(run.await()).as(run.errors()).isEqualTo(78);
    assertThat(run.errors()).contains("-XX:-EnableDynamicAgentLoading");
    assertThat(bare.isAlive()).isTrue();
    assertThat(rig.store.resolve("till")).doesNotExist();
  }

  @Test
  void shouldLeaveNothingBehindIfTheAgentRefuses() throws Exception {
    startBare(ledger(), "ready 4950");

    LoaderRig.Run run = attach("till", bare.pid(), List.of("--interval=2h"), ledger());

    assertThat(run.await()).as(run.errors()).isEqualTo(64);
    assertThat(bare.isAlive()).isTrue();
    assertThat(rig.store.resolve("till")).doesNotExist();
    LoaderRig.Run better = attachLedger("till");
    awaitText(better.err(), "its state is captured");
  }

  @Test
  void shouldSayThatNothingWasFoundToCapture() throws Exception {
    startBare(ledger(), "ready 4950");

    LoaderRig.Run run = attach("till", bare.pid(), List.of(), ledger());

    awaitText(run.err(), "nothing to capture was found so far");
    awaitText(run.err(), "adopted pid");
  }

  @Test
  void shouldSendNoSignalToAProcessThatIsNoJvm() throws Exception {
    bare = new ProcessBuilder("sleep", "600").start();

    LoaderRig.Run run = attachLedger("till");

    assertThat(run.await()).as(run.errors()).isEqualTo(64);
    assertThat(run.errors()).contains("needs the pid of a JVM itself");
    assertThat(bare.isAlive()).isTrue();
    assertThat(rig.store).doesNotExist();
  }
}
