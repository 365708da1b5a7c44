package io.rekindle.loader.cli;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Commands that are run when an application is up, or when it could not be started. Each is a line
 * for {@code /bin/sh}. One that ends with another code than 0 decides what the loader exits with.
 * Of several for one case the last that was given counts.
 */
final class HookOptions {
  private static final String FAILURE_PREFIX = "--run-on-fail";

  private final Map<FailureClass, String> onFailure = new EnumMap<>(FailureClass.class);
  private String onSuccess = "";

  /** Reads them from a command line that is not understood otherwise. */
  static HookOptions ofArguments(String... arguments) {
    HookOptions hooks = new HookOptions();
    for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
      if (!arguments[i].startsWith(FAILURE_PREFIX)) {
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
      default -> {
        // No hook of ours; what it is, is told elsewhere.
      }
    }
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
    return run(onSuccess);
  }

  /** Runs the hook for this exit code; its code, 0 if there is none: then there is a message. */
  int runOnFailure(int exitCode) {
    return run(onFailure.getOrDefault(FailureClass.of(exitCode), ""));
  }

  private static int run(String command) {
    if (command.isEmpty()) {
      return ExitCode.OK;
    }
    try {
      return new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw LoaderException.environment("can't run the hook: command=" + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LoaderException.temporary("interrupted while the hook ran: command=" + command);
    }
  }
}
