package io.rekindle.loader.cli;

import io.rekindle.loader.supervise.LifecycleLog;
import java.io.OutputStream;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/** How much is told on stderr. */
final class DiagnosticOptions {
  /** When the details of a restore are told. */
  enum Diagnostics {
    /** Never. */
    none,
    /** When it failed. */
    error,
    /** Always. */
    warning
  }

  @Option(
      names = "--diag",
      paramLabel = "WHEN",
      defaultValue = "error",
      description =
          "Tell details of a restore: none: never; error: if it fails (default); warning: always.")
  private Diagnostics diagnostics = Diagnostics.error;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing of the loader's own to stderr, whatever else is given.")
  private boolean isQuiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tell what is started, and the details of each restore.")
  private boolean isVerbose;

  boolean isQuiet() {
    return isQuiet;
  }

  boolean isVerbose() {
    return isVerbose && !isQuiet;
  }

  boolean tellsFailure() {
    return !isQuiet && (isVerbose || diagnostics != Diagnostics.none);
  }

  boolean tellsSuccess() {
    return !isQuiet && (isVerbose || diagnostics == Diagnostics.warning);
  }

  /** A log on stderr, or on nothing. */
  LifecycleLog log(String name) {
    PrintStream out = isQuiet ? new PrintStream(OutputStream.nullOutputStream()) : System.err;
    return new LifecycleLog(out, name);
  }
}
