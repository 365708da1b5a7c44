package io.rekindle.agent.control;

/** Answers one kind of request. Called by threads of the agent, by several at once. */
public interface CommandHandler {

  /**
   * Answers a request. An exception becomes {@code {"error":...}}.
   *
   * @param argument what follows the command on its line, trimmed, empty if nothing does
   * @param answer the answer, to be filled
   */
  void handle(String argument, JsonAnswer answer) throws Exception;
}
