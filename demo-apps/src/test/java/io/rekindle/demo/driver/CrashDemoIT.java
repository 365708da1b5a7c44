package io.rekindle.demo.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.demo.CrashDemo;
import io.rekindle.demo.birdstrikes.ReplayingJob;
import io.rekindle.demo.harness.UsageException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver finds what was lost, whoever lost it, and nothing else. */
@Timeout(120)
class CrashDemoIT {

  /** The one kill of this seed is after {@link ReplayingJob.Cheating#LOST_ID}. */
  private static final String SEED_OF_A_LATE_KILL = "0";

  @TempDir Path directory;

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Screen screen =
      new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8), false);

  @Test
  void shouldPassWhenNothingIsKilled() throws IOException {
    int code = birdStrikes(BirdStrikesDemo.JOB, new NoSupervisor(), "--kills", "0", "--pace", "0");

    assertThat(code).as(text()).isEqualTo(CrashDemo.EXIT_NOTHING_LOST);
    assertThat(text()).contains("all 3,796 fields as in the undisturbed run", "PASSED: 0 kills");
  }

  @Test
  void shouldPassWhenEveryRestartHasAllState() throws IOException {
    int code =
        birdStrikes(
            ReplayingJob.class.getName(),
            new ForgetfulSupervisor(),
            "--kills",
            "3",
            "--pace",
            "50");

    assertThat(code).as(text()).isEqualTo(CrashDemo.EXIT_NOTHING_LOST);
    assertThat(text()).contains("kill 3 of 3", "main again after", "PASSED: 3 kills");
  }

  @Test
  void shouldFailWhenRestartHasNoState() throws IOException {
    int code =
        birdStrikes(BirdStrikesDemo.JOB, new ForgetfulSupervisor(), "--kills", "1", "--pace", "50");

    assertThat(code).as(text()).isEqualTo(CrashDemo.EXIT_LOST);
    assertThat(text()).contains("LOST at kill 1", "the restart has 0", "FAILED: 1 kills");
  }

  @Test
  void shouldNameFieldsWhenOneRecordIsLostAndOneCountedTwice() throws IOException {
    int code =
        birdStrikes(
            ReplayingJob.Cheating.class.getName(),
            new ForgetfulSupervisor(),
            "--kills",
            "1",
            "--pace",
            "50",
            "--seed",
            SEED_OF_A_LATE_KILL);

    assertThat(code).as(text()).isEqualTo(CrashDemo.EXIT_LOST);
    assertThat(text())
        .contains(
            "of 3,796 fields differ from the undisturbed run",
            "  checksum: expected ",
            "records.from.0100: expected ")
        .doesNotContain("records: expected", "LOST at kill");
  }

  @Test
  void shouldGiveNoVerdictWhenNobodyRestartsTheApplication() throws IOException {
    int code = birdStrikes(BirdStrikesDemo.JOB, new NoSupervisor(), "--kills", "1", "--pace", "50");

    assertThat(code).as(text()).isEqualTo(CrashDemo.EXIT_NO_VERDICT);
    assertThat(text()).contains("ended early: code=137, kills=1 of 1");
  }

  @Test
  void shouldGiveNoVerdictWhenTimeIsUp() throws IOException {
    int code =
        birdStrikes(
            BirdStrikesDemo.JOB,
            new NoSupervisor(),
            "--kills",
            "0",
            "--pace",
            "10000",
            "--timeout",
            "3");

    assertThat(code).as(text()).isEqualTo(CrashDemo.EXIT_NO_VERDICT);
    assertThat(text()).contains("took too long");
  }

  @Test
  void shouldFailWhenBankForgetsTransfers() throws IOException {
    int code = run(new ForgetfulSupervisor(), "bank", "--kills", "1");

    assertThat(code).as(text()).isEqualTo(CrashDemo.EXIT_LOST);
    assertThat(text()).contains("LOST at kill 1", "bank: closed sum=1000000 expected=1000000");
  }

  @Test
  void shouldPassWhenBankIsNotKilled() throws IOException {
    assertThat(run(new NoSupervisor(), "bank", "--kills", "0"))
        .as(text())
        .isEqualTo(CrashDemo.EXIT_NOTHING_LOST);
  }

  @Test
  void shouldGreetOnceWhenHelloIsNotKilled() throws IOException {
    int code = run(new NoSupervisor(), "hello", "--kills", "0");

    assertThat(code).as(text()).isEqualTo(CrashDemo.EXIT_NOTHING_LOST);
    assertThat(text()).contains("  Hello world!\n", "restarts=0 incarnation=0");
  }

  @Test
  void shouldGiveNoVerdictWhenNobodyRestartsHello() throws IOException {
    int code = run(new NoSupervisor(), "hello", "--kills", "2");

    assertThat(code).as(text()).isEqualTo(CrashDemo.EXIT_NO_VERDICT);
    assertThat(text()).contains("  Hello world!\n", "ended early: code=137");
  }

  @Test
  void shouldFailWhenHelloForgetsItsStarts() throws IOException {
    int code = run(new ForgetfulSupervisor(), "hello", "--kills", "2");

    assertThat(code).as(text()).isEqualTo(CrashDemo.EXIT_LOST);
    assertThat(text()).contains("LOST: \"Hello world!\" ", "expected 1");
  }

  @Test
  void shouldRunFromItsJar() throws Exception {
    assertThat(runJar("hello", "--kills", "0")).as(text()).isEqualTo(CrashDemo.EXIT_NOTHING_LOST);
    assertThat(text()).contains("Hello world!", "PASSED");
  }

  @Test
  void shouldShowUsageWhenJarIsRunWithoutLauncher() throws Exception {
    assertThat(runJar()).isEqualTo(UsageException.EXIT_CODE);
    assertThat(text()).contains("--launcher (or --kills 0)", "usage: CrashDemo");
  }

  @Test
  void shouldFindLossWhenRunThroughLauncherCommand() throws Exception {
    int code = runJar("--launcher", forgetfulLauncher().toString(), "--kills", "1", "--pace", "50");

    assertThat(code).as(text()).isEqualTo(CrashDemo.EXIT_LOST);
    assertThat(text()).contains("LOST at kill 1", "the restart has 0");
  }

  @Test
  void shouldLeaveNoProcessWhenTerminated() throws Exception {
    Process driver =
        startJar("--launcher", forgetfulLauncher().toString(), "--kills", "0", "--pace", "10000");
    List<ProcessHandle> others;
    try (BufferedReader lines = driver.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.contains("steps, JVM 1")) {
        line = lines.readLine();
      }
      assertThat(line).isNotNull();
      others = driver.descendants().toList();
      driver.destroy();
      driver.waitFor();
    } finally {
      driver.destroyForcibly();
    }

    assertThat(others).hasSizeGreaterThanOrEqualTo(2);
    for (ProcessHandle other : others) {
      other.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  /** Does what {@code restart-loader run} does, but for the state. */
  private Path forgetfulLauncher() throws IOException {
    Path script = directory.resolve("forgetful-launcher");
    Files.writeString(
        script,
        """
        #!/bin/sh
        [ "$1" = run ] && [ "$2" = --name ] && [ "$4" = --store ] || exit 64
        while [ "$1" != -- ]; do shift; done
        shift
        while :; do
          "$@"
          code=$?
          [ $code -gt 128 ] || exit $code
        done
        """);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private int birdStrikes(String mainClass, Supervisor supervisor, String... args)
      throws IOException {
    DemoOptions options = options(args);
    return CrashDemo.run(
        options, new BirdStrikesDemo(options, supervisor, mainClass, screen), screen);
  }

  private int run(Supervisor supervisor, String... args) throws IOException {
    return CrashDemo.run(options(args), supervisor, screen);
  }

  /** The class path of this test has the doubles in it, too. */
  private static DemoOptions options(String... args) {
    return DemoOptions.parse(args);
  }

  private int runJar(String... args) throws IOException, InterruptedException {
    Process process = startJar(args);
    process.getOutputStream().close();
    process.getInputStream().transferTo(shown);
    return process.waitFor();
  }

  private static Process startJar(String... args) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(java.toString(), "-jar", System.getProperty("demo.jar"));
    builder.command().addAll(List.of(args));
    return builder.redirectErrorStream(true).start();
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
