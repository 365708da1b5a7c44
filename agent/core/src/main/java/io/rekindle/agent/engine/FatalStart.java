package io.rekindle.agent.engine;

/** Ends the JVM because going on would do harm: exit code and message for the launcher. */
public interface FatalStart {

  /** Exit code: stored state does not fit the application, or is damaged. */
  int DATA_ERROR = 65;

  /** Exit code: the environment does not allow what was asked for. */
  int ENVIRONMENT_ERROR = 78;

  /** Writes the message where launcher and user look for it, and halts. Does not return. */
  void fail(int exitCode, String message);
}
