package io.rekindle.loader.cli;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.store.HookEnd;
import io.rekindle.loader.store.HookLog;
import io.rekindle.loader.store.NameFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Commands that are run when an application is up, or when it could not be started. Each is a line
 * for {@code /bin/sh}. One that ends with another code than 0 decides what the loader exits with.
 * Of several for one case the last that was given counts. None takes longer than its time limit.
 */
final class HookOptions {
  private static final String FAILURE_PREFIX = "--run-on-fail";
  private static final String TIMEOUT = "--hook-timeout";

  /** Sending a message takes its time; meanwhile nobody supervises, or waits for an exit code. */
  private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(60);

  private final Map<FailureClass, String> onFailure = new EnumMap<>(FailureClass.class);
  private String onSuccess = "";
  private Duration timeout = TIMEOUT_DEFAULT;

  /** Null while it is not known which name the hooks are about. */
  private NameFolder folder;

  /** Reads them from a command line that is not understood otherwise. */
  static HookOptions ofArguments(String... arguments) {
    HookOptions hooks = new HookOptions();
    for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
      if (!arguments[i].startsWith(FAILURE_PREFIX) && !arguments[i].startsWith(TIMEOUT)) {
        continue;
      }
      int equals = arguments[i].indexOf('=');
      String name = equals < 0 ? arguments[i] : arguments[i].substring(0, equals);
      if (equals >= 0) {
        hooks.set(name, arguments[i].substring(equals + 1));
      } else if (i + 1 < arguments.length) {
        i++;
        hooks.set(name, arguments[i]);
      }
    }
    return hooks;
  }

  private void set(String name, String command) {
    switch (name) {
      case "--run-on-fail-args" -> failArgs(List.of(command));
      case "--run-on-fail-temp" -> failTemp(List.of(command));
      case "--run-on-fail-env" -> failEnv(List.of(command));
      case "--run-on-fail-perm" -> failPerm(List.of(command));
      case "--run-on-failure" -> failure(List.of(command));
      case TIMEOUT -> setIfSound(command);
      default -> {
        // No hook of ours; what it is, is told elsewhere.
      }
    }
  }

  /** What is wrong with it is told elsewhere. */
  private void setIfSound(String text) {
    try {
      limit(new Durations().convert(text));
    } catch (TypeConversionException | LoaderException e) {
      timeout = TIMEOUT_DEFAULT;
    }
  }

  @Option(
      names = TIMEOUT,
      paramLabel = "TIME",
      converter = Durations.class,
      description =
          "A hook that takes longer is killed, with what it has started, and counts as one that"
              + " ended with 0; default: 60s.")
  void limit(Duration time) {
    if (time == null) {
      return;
    }
    if (time.isZero()) {
      throw LoaderException.usage(
          "--hook-timeout=0 leaves no time for a hook. For none, leave --run-on-... out.");
    }
    timeout = time;
  }

  /** What becomes of the hooks is recorded with this name from now on. */
  void recordWith(NameFolder name) {
    folder = name;
  }

  @Option(
      names = "--run-on-success",
      paramLabel = "CMD",
      description =
          "Run CMD as soon as the application is up. If it ends with another code than 0, the"
              + " loader exits with that code at once; the application goes on without it.")
  void success(List<String> commands) {
    onSuccess = last(commands);
  }

  @Option(
      names = "--run-on-fail-args",
      paramLabel = "CMD",
      description =
          "Run CMD if the command line is wrong (64). If it ends with another code than 0, that is"
              + " the exit code, and there is no message.")
  void failArgs(List<String> commands) {
    onFailure.put(FailureClass.ARGS, last(commands));
  }

  @Option(
      names = "--run-on-fail-temp",
      paramLabel = "CMD",
      description = "The same for what may go away by itself (75).")
  void failTemp(List<String> commands) {
    onFailure.put(FailureClass.TEMP, last(commands));
  }

  @Option(
      names = "--run-on-fail-env",
      paramLabel = "CMD",
      description = "The same for what is missing or unreadable (78).")
  void failEnv(List<String> commands) {
    onFailure.put(FailureClass.ENV, last(commands));
  }

  @Option(
      names = "--run-on-fail-perm",
      paramLabel = "CMD",
      description = "The same for all other failures (65, 70).")
  void failPerm(List<String> commands) {
    onFailure.put(FailureClass.PERM, last(commands));
  }

  @Option(
      names = "--run-on-failure",
      paramLabel = "CMD",
      description = "Sets all four --run-on-fail-...")
  void failure(List<String> commands) {
    for (FailureClass each : FailureClass.values()) {
      onFailure.put(each, last(commands));
    }
  }

  /** An option that is given several times is set with all its values so far. */
  private static String last(List<String> commands) {
    return commands == null || commands.isEmpty() ? "" : commands.get(commands.size() - 1);
  }

  boolean hasSuccess() {
    return !onSuccess.isEmpty();
  }

  /** Runs the hook of the success; its code, 0 if there is none. */
  int runOnSuccess() {
    return run("success", onSuccess);
  }

  /** Runs the hook for this exit code; its code, 0 if there is none: then there is a message. */
  int runOnFailure(int exitCode) {
    return run("failure", onFailure.getOrDefault(FailureClass.of(exitCode), ""));
  }

  private int run(String hook, String command) {
    if (command.isEmpty()) {
      return ExitCode.OK;
    }
    try {
      Process process = new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start();
      OptionalInt code = new TimeLimit(timeout).await(process);
      if (code.isEmpty()) {
        tellTimeout(hook, command);
      }
      return code.orElse(ExitCode.OK);
    } catch (IOException e) {
      throw LoaderException.environment("can't run the hook: command=" + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LoaderException.temporary("interrupted while the hook ran: command=" + command);
    }
  }

  private void tellTimeout(String hook, String command) {
    System.err.println(
        "restart-loader: the hook was killed, as it did not end: hook="
            + hook
            + ", limit="
            + Durations.format(timeout.toMillis())
            + ", command="
            + command
            + ". To give it more time, use --hook-timeout");
    if (folder != null) {
      new HookLog(folder)
          .append(
              new HookEnd(
                  System.currentTimeMillis(),
                  folder.incarnationMax(),
                  hook,
                  command,
                  timeout.toMillis()));
    }
  }
}
