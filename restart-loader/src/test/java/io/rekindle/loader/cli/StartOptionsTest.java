package io.rekindle.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rekindle.loader.LoaderException;
import io.rekindle.loader.supervise.LifecycleLog;
import io.rekindle.loader.supervise.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Hooks by failure classes, and what decides between several options. */
class StartOptionsTest {
  private static final Map<String, Function<String, LoaderException>> FAILURES =
      Map.of(
          "args", LoaderException::usage,
          "temp", LoaderException::temporary,
          "env", LoaderException::environment,
          "perm", LoaderException::permanent);
  private static final Map<String, Integer> CODES =
      Map.of("args", 64, "temp", 75, "env", 78, "perm", 65);

  @TempDir private Path temporary;

  private static StartOptions parse(List<String> arguments) {
    StartOptions options = new StartOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("start", spec(options)))
        .parseArgs(arguments.toArray(new String[0]));
    return options;
  }

  private static CommandLine.Model.CommandSpec spec(StartOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }

  static Stream<Arguments> failuresAndHooks() {
    List<Arguments> all = new ArrayList<>();
    for (String failure : FAILURES.keySet()) {
      for (String option : List.of("fail-args", "fail-temp", "fail-env", "fail-perm", "failure")) {
        for (String command : List.of("", "exit 0", "exit 7", "kill -9 $$")) {
          all.add(Arguments.of(failure, option, command));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("failuresAndHooks")
  void shouldRunTheHookOfTheFailureAndObeyItsCode(String failure, String option, String command)
      throws IOException {
    Path ran = temporary.resolve("ran");
    String hook = command.isEmpty() ? "" : "echo ran >> '" + ran + "'; " + command;
    StartOptions options = parse(List.of("--run-on-" + option, hook));
    LifecycleLog log = new LifecycleLog(System.err, "app");
    boolean isConcerned = option.equals("failure") || option.equals("fail-" + failure);
    StartOptions.Attempt attempt =
        () -> {
          throw FAILURES.get(failure).apply("the reason");
        };

    if (isConcerned && command.startsWith("exit 7")) {
      assertThat(options.conclude(log, attempt)).isEqualTo(7);
    } else if (isConcerned && command.startsWith("kill")) {
      assertThat(options.conclude(log, attempt)).isEqualTo(137);
    } else {
      // The message is printed by whoever catches it.
      assertThatThrownBy(() -> options.conclude(log, attempt))
          .isInstanceOfSatisfying(
              LoaderException.class, e -> assertThat(e.exitCode()).isEqualTo(CODES.get(failure)));
    }
    assertThat(Files.exists(ran)).isEqualTo(isConcerned && !command.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "exit 7,7,''",
    "exit 0,65,rekindle: app: the agent says no",
    "'',65,rekindle: app: the agent says no"
  })
  void shouldTreatARefusalOfTheAgentAsAFailure(String hook, int code, String printed)
      throws IOException {
    StartOptions options = parse(List.of("--run-on-fail-perm", hook));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    LifecycleLog log = new LifecycleLog(new PrintStream(err), "app");

    int exitCode =
        options.conclude(
            log,
            () -> {
              log.failure("the agent says no");
              return new Outcome("app", 1, 0, null, "refused", 65);
            });

    assertThat(exitCode).isEqualTo(code);
    assertThat(err.toString(StandardCharsets.UTF_8).strip()).isEqualTo(printed);
  }

  @Test
  void shouldRunNoHookWhenTheApplicationEndedByItself() throws IOException {
    StartOptions options = parse(List.of("--run-on-failure", "exit 7"));

    int exitCode =
        options.conclude(
            new LifecycleLog(System.err, "app"), () -> new Outcome("app", 1, 0, null, "ended", 65));

    assertThat(exitCode).isEqualTo(65);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--run-on-fail-env|exit 1|--run-on-failure|exit 2|2",
        "--run-on-failure|exit 2|--run-on-fail-env|exit 1|1",
        "--run-on-failure|exit 2|--run-on-fail-temp|exit 1|2",
        "--run-on-fail-env|exit 1|--run-on-fail-env|exit 3|3",
      })
  void shouldLetTheLaterHookCount(String first, String hook, String second, String other, int code)
      throws IOException {
    StartOptions options = parse(List.of(first, hook, second, other));
    HookOptions scanned = HookOptions.ofArguments("run", first + "=" + hook, second, other, "--x");

    assertThat(options.hooks().runOnFailure(78)).isEqualTo(code);
    assertThat(scanned.runOnFailure(78)).isEqualTo(code);
  }

  @Test
  void shouldLeaveHooksOfTheApplicationAlone() {
    HookOptions scanned =
        HookOptions.ofArguments("run", "--bad", "--", "java", "--run-on-failure=exit 7");

    assertThat(scanned.runOnFailure(64)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "--stop,STOP",
    "--term,TERM",
    "--abort,ABRT",
    "--kill,KILL",
    "--cont,CONT",
    "-S 12,12",
    "-S USR1,USR1",
    "--signal=SIGHUP,HUP",
    "--run,",
    "--stop --run,",
    "--run --stop,STOP",
    "--kill -S 9 --kill --term,TERM",
    "--term -S 9 -S 8,8",
    "'',"
  })
  void shouldLetTheLastSignalCount(String arguments, String expected) {
    StartOptions options = parse(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")));

    assertThat(options.signals().signal().map(SignalName::word).orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'',true,false,false",
    "--diag=none,false,false,false",
    "--diag=error,true,false,false",
    "--diag=warning,true,true,false",
    "-v --diag=none,true,true,false",
    "-q,false,false,true",
    "-q -v --diag=warning,false,false,true",
  })
  void shouldTellAsMuchAsIsAskedFor(
      String arguments, boolean ofFailure, boolean ofSuccess, boolean isQuiet) {
    DiagnosticOptions diagnostics =
        parse(arguments.isEmpty() ? List.of() : List.of(arguments.split(" "))).diagnostics();

    assertThat(diagnostics.tellsFailure()).isEqualTo(ofFailure);
    assertThat(diagnostics.tellsSuccess()).isEqualTo(ofSuccess);
    assertThat(diagnostics.isQuiet()).isEqualTo(isQuiet);
  }
}
