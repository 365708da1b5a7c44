package io.rekindle.agent;

/**
 * Starts the engine that captures and restores. Implemented by {@code
 * io.rekindle.agent.engine.EngineMain}, which is found by name and needs a constructor without
 * arguments.
 */
public interface EngineStarter {

  /**
   * Called once, on the main thread, before the application's {@code main}: what takes time here is
   * waited for by the user.
   *
   * @throws StartFailure to end the JVM with an exit code; any other exception is logged and the
   *     application runs unprotected
   */
  void start(AgentContext context);
}
