package io.rekindle.loader.cli;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.LoaderException;
import io.rekindle.loader.supervise.LifecycleLog;
import io.rekindle.loader.supervise.Outcome;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** What {@code run} and {@code restart} have in common: hooks, a first signal, diagnostics. */
final class StartOptions {
  @Mixin private HookOptions hooks;
  @Mixin private FirstSignalOptions signals;
  @Mixin private DiagnosticOptions diagnostics;

  /** Something that starts an application. */
  interface Attempt {
    Outcome run() throws IOException;
  }

  HookOptions hooks() {
    return hooks;
  }

  FirstSignalOptions signals() {
    return signals;
  }

  DiagnosticOptions diagnostics() {
    return diagnostics;
  }

  /** Whether anything is to be done as soon as the application is up. */
  boolean wantsFirstStart() {
    return wantsSuccess() || diagnostics.tellsSuccess();
  }

  /** Whether anything is to be done to the application, or about it, as soon as it is up. */
  boolean wantsSuccess() {
    return hooks.hasSuccess() || signals.signal().isPresent();
  }

  /** A crash loop is permanent, whatever the application's codes would stand for. */
  private int runOnFailure(Outcome outcome) {
    if (outcome.isGivenUp()) {
      return hooks.runOnFailure(ExitCode.PERMANENT);
    }
    return outcome.isFailure() ? hooks.runOnFailure(outcome.launcherCode()) : ExitCode.OK;
  }

  /**
   * The exit code of an attempt. If it failed, the hook comes first; whether there is a message
   * depends on its code.
   *
   * @param log where a failure is kept that the attempt ended with
   */
  int conclude(LifecycleLog log, Attempt attempt) throws IOException {
    try {
      Outcome outcome = attempt.run();
      int hookCode = runOnFailure(outcome);
      if (hookCode != ExitCode.OK) {
        return hookCode;
      }
      log.tellFailure();
      return outcome.launcherCode();
    } catch (LoaderException e) {
      int hookCode = hooks.runOnFailure(e.exitCode());
      if (hookCode != ExitCode.OK) {
        return hookCode;
      }
      if (diagnostics.isQuiet()) {
        return e.exitCode();
      }
      throw e;
    }
  }
}
