package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.HealthSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class HealthOptionsTest {
  @Command
  private static final class Verb {
    @Mixin private HealthOptions options;
  }

  private static HealthSettings read(HealthSettings known, String arguments) {
    Verb verb = new Verb();
    new CommandLine(verb).parseArgs(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    return verb.options.over(known);
  }

  @Test
  void shouldKeepWhatIsRecordedUnlessSomethingElseIsGiven() {
    HealthSettings first =
        read(
            HealthSettings.DEFAULT,
            "--ready port:80 --start-timeout 7s --heartbeat 500ms:3:9 --probe jvm --probe"
                + " http://x/y --probe-every 2s:4");

    assertThat(first.ready()).isEqualTo("port:80");
    assertThat(first.startTimeoutMs()).isEqualTo(7000);
    assertThat(first.heartbeatMs()).isEqualTo(500);
    assertThat(first.missedLow()).isEqualTo(3);
    assertThat(first.missedHigh()).isEqualTo(9);
    assertThat(first.probes()).containsExactly("jvm", "http://x/y");
    assertThat(first.probeMs()).isEqualTo(2000);
    assertThat(first.probeFailures()).isEqualTo(4);
    assertThat(read(first, "")).isEqualTo(first);
    HealthSettings none = read(first, "--ready none --heartbeat none --probe none");
    assertThat(none.isWatching()).isFalse();
    assertThat(read(HealthSettings.DEFAULT, "")).isEqualTo(HealthSettings.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({"2s, 2, 5", "2s:1, 1, 4", "2s:7, 7, 10", "2s:3:3, 3, 3"})
  void shouldCompleteTheNumbersOfPermittedMisses(String text, int low, int high) {
    HealthSettings settings = read(HealthSettings.DEFAULT, "--heartbeat " + text);

    assertThat(settings.missedLow()).isEqualTo(low);
    assertThat(settings.missedHigh()).isEqualTo(high);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--ready 8080 | expected for example api, port:8080",
        "--ready jvm | expected for example api",
        "--probe file:x | expected for example jvm",
        "--heartbeat 49ms | expected 50ms or more",
        "--heartbeat 0s | expected 50ms or more",
        "--heartbeat 2 | is no duration",
        "--heartbeat 2s:5:4 | expected LOW <= HIGH",
        "--heartbeat 2s:0 | expected 1 or more",
        "--heartbeat 2s:1:2:3 | at most 3 parts",
        "--probe jvm --probe-every 5ms | expected 100ms or more",
        "--probe jvm --probe-every 1s:x | is no count",
        "--ready api --start-timeout 0s | no start is that fast",
        "--start-timeout 9s | no effect without --ready",
        "--probe-every 9s | no effect without --probe"
      })
  void shouldRefuseWhatCanNotBeMeant(String arguments, String reason) {
    assertThatThrownBy(() -> read(HealthSettings.DEFAULT, arguments))
        .isInstanceOfSatisfying(
            LoaderException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining(reason);
  }
}
