package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.RestartPolicy;
import io.rekindle.loader.store.RestartSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RestartOptionsTest {
  @Command
  private static final class Verb {
    @Mixin private RestartOptions options;
  }

  private static RestartSettings read(RestartSettings known, String arguments) {
    Verb verb = new Verb();
    new CommandLine(verb).parseArgs(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    return verb.options.over(known);
  }

  @Test
  void shouldKeepWhatIsRecordedUnlessSomethingElseIsGiven() {
    RestartSettings first =
        read(
            RestartSettings.DEFAULT,
            "--restart always --no-restart-exit-codes 3,10-12 --backoff 100ms..30s --stable 20s"
                + " --max-restarts 7/5m");

    assertThat(first.policy()).isEqualTo(RestartPolicy.ALWAYS);
    assertThat(first.noRestartCodes()).hasToString("3,10-12");
    assertThat(first.backoffMinMs()).isEqualTo(100);
    assertThat(first.backoffMaxMs()).isEqualTo(30_000);
    assertThat(first.stableMs()).isEqualTo(20_000);
    assertThat(first.restartsMax()).isEqualTo(7);
    assertThat(first.windowMs()).isEqualTo(300_000);
    assertThat(read(first, "")).isEqualTo(first);
    RestartSettings second = read(first, "--max-restarts 9 --backoff none");
    assertThat(second.restartsMax()).isEqualTo(9);
    assertThat(second.windowMs()).isEqualTo(300_000);
    assertThat(second.hasBackoff()).isFalse();
    assertThat(read(first, "--max-restarts unlimited").isLimited()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--restart never --max-restarts 5 | --max-restarts limits restarts, but with --restart never",
        "--restart never --window 5s | --window limits restarts",
        "--restart never --backoff 1s | --backoff delays restarts",
        "--restart never --no-restart-exit-codes 3 | --no-restart-exit-codes excepts ends",
        "--restart always --restart-exit-codes 3 | with --restart always all are",
        "--restart sometimes | expected=on-failure",
        "--restart-exit-codes 1-9 --no-restart-exit-codes 5,9-12 | codes=5,9,",
        "--restart-exit-codes 300 | no range of exit codes",
        "--max-restarts 0 | use --restart never",
        "--max-restarts few | expected for example 5, 5/60s or unlimited",
        "--max-restarts 5/60 | '60' is no duration",
        "--max-restarts 5/0s | must not be 0",
        "--max-restarts 5/60s --window 10s | the period is given twice",
        "--max-restarts unlimited --window 10s | has none",
        "--stable 5s | there is neither",
        "--cold-start-last | which is not given",
        "--escalate-after -1 | expected 0 or more",
        "--escalate-after 4 --max-restarts 2 | given up after crash 3",
        "--restart never --escalate-after 2 | --escalate-after is about restarts",
        "--backoff 0ms..1s | use --backoff none",
        "--backoff 2s..1s | ends below its beginning",
        "--backoff 1s.. | '' is no duration",
        "--backoff 10s..5m | would never be given up",
        "--backoff 100ms..30s --max-restarts 20/60s | more than 20 times within 60s",
      })
  void shouldRefuseWhatCancelsItselfOut(String arguments, String message) {
    assertThatThrownBy(() -> read(RestartSettings.DEFAULT, arguments))
        .isInstanceOfSatisfying(
            LoaderException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "--restart never --restart-exit-codes 3 --max-restarts 5",
    "--backoff 10s..5m --max-restarts unlimited",
    "--backoff 10s..5m --max-restarts 5/1h",
    "--backoff 100ms..30s",
    "--escalate-after 3 --max-restarts 2 --stable 5s --cold-start-last",
  })
  void shouldAcceptWhatCanHaveAnEffect(String arguments) {
    assertThat(read(RestartSettings.DEFAULT, arguments)).isNotEqualTo(RestartSettings.DEFAULT);
  }
}
