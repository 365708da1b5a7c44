package io.rekindle.loader.cli;

import io.rekindle.loader.ExitCode;

/** What kind of failure an exit code of the loader stands for. */
enum FailureClass {
  /** The command line is wrong. */
  ARGS,
  /** Something is in the way that may go away by itself. */
  TEMP,
  /** The surroundings have to be repaired first. */
  ENV,
  /** Trying again does not help. */
  PERM;

  static FailureClass of(int exitCode) {
    return switch (exitCode) {
      case ExitCode.USAGE -> ARGS;
      case ExitCode.TEMPORARY -> TEMP;
      case ExitCode.ENVIRONMENT -> ENV;
      default -> PERM;
    };
  }
}
