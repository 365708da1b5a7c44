package io.rekindle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.benchmarks.contender.Contender;
import io.rekindle.benchmarks.contender.Totals;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether each contender keeps what its figures claim: a comparison with a fake is worthless. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ContenderTest {

  @TempDir static Path directory;

  /** One JVM for all of them: starting one is what takes the time. */
  @BeforeAll
  static void crashAfterChanges() throws Exception {
    List<String> command =
        new ArrayList<>(List.of(Jdk.at(Path.of(System.getProperty("java.home"))).java()));
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dchronicle"))
            .toList());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(CrashAfterChanges.class.getName(), directory.toString()));
    Stream.of(ContenderKind.values())
        .filter(ContenderTest::isKeptByItself)
        .forEach(kind -> command.add(kind.optionName()));
    Path log = directory.resolve("log.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(45, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(137);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "REKINDLE",
        "REKINDLE_DISK",
        "REKINDLE_INTERVAL",
        "REKINDLE_LOADER",
        "SHELL_LOOP",
        "SUPERVISORD",
        "RUNIT",
        "S6",
        "MONIT",
        "MEMORY"
      })
  void shouldHoldEveryAcknowledgedChangeWhenProcessDied(ContenderKind kind) throws Exception {
    Options options =
        Options.parse(new String[] {"--accounts", "" + CrashAfterChanges.ACCOUNT_COUNT}, 0);
    Totals found;
    try (Contender contender = kind.create(options)) {
      contender.open(directory.resolve(kind.optionName()));
      found = contender.totals();
      if (!contender.holdsAccounts()) {
        assertThat(found.accountCount())
            .isEqualTo(CrashAfterChanges.DEPOSIT_COUNT + CrashAfterChanges.PUT_COUNT);
        assertThat(found.balanceSum()).isEqualTo(CrashAfterChanges.DEPOSIT_COUNT);
        return;
      }
    }
    assertThat(found)
        .isEqualTo(
            Totals.expected(CrashAfterChanges.ACCOUNT_COUNT + CrashAfterChanges.PUT_COUNT)
                .deposited(CrashAfterChanges.DEPOSIT_COUNT));
  }

  private static boolean isKeptByItself(ContenderKind kind) {
    return !kind.isRekindle() && !kind.keepsNothing();
  }
}
