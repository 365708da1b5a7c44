package io.rekindle.loader.supervise;

import io.rekindle.loader.ExitCode;
import io.rekindle.loader.store.Ending;
import io.rekindle.loader.store.RestartPolicy;
import io.rekindle.loader.store.RestartSettings;

/**
 * Whether an end that nobody told the loader of is followed by a restart. What is more particular
 * counts first: the agent's refusal, the lists of exit codes, a clean exit that the application
 * declared or should have, the policy. Immutable.
 */
public final class RestartJudge {
  private final RestartSettings settings;

  public RestartJudge(RestartSettings settings) {
    this.settings = settings;
  }

  /** After an end that the application brought about or met with. */
  public boolean isForRestart(Ending ending, boolean isDeclaredClean) {
    if (settings.noRestartCodes().contains(ending.code())) {
      return false;
    }
    if (settings.restartCodes().contains(ending.code())) {
      return true;
    }
    if (isDeclaredClean && settings.policy() != RestartPolicy.ALWAYS) {
      return false;
    }
    boolean isUndeclared = settings.isCleanExitRequired() && !isDeclaredClean;
    return isUndeclared && settings.policy() != RestartPolicy.NEVER
        || settings.policy().isForRestart(ending);
  }

  /**
   * After the agent has refused to start with this code. Only 75 says that trying again may help;
   * it is tried if the user asked for that, or for any restart.
   */
  public boolean isForRestartAfterRefusal(int code) {
    return code == ExitCode.TEMPORARY
        && !settings.noRestartCodes().contains(code)
        && (settings.restartCodes().contains(code) || settings.policy() == RestartPolicy.ALWAYS);
  }
}
