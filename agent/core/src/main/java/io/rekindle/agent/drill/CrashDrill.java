package io.rekindle.agent.drill;

import io.rekindle.agent.Pid;
import io.rekindle.agent.control.CommandHandler;
import io.rekindle.agent.control.JsonAnswer;

/**
 * Answers {@code crash halt} and {@code crash oom}: the answer comes first, then the crash. Only
 * what no signal can bring about is done here.
 */
public final class CrashDrill implements CommandHandler {

  /** What an application exits with that failed and had no time to say how. */
  private static final int HALT_CODE = 1;

  /** For the control socket. */
  public CrashDrill() {}

  @Override
  public void handle(String argument, JsonAnswer answer) {
    answer.put("pid", Pid.current()).put("how", argument);
    switch (argument) {
      case "halt" -> answer.followedBy(CrashDrill::halt);
      case "oom" -> answer.followedBy(HeapExhaustion::run);
      default ->
          throw new IllegalArgumentException("kind of crash=" + argument + ", expected=halt|oom");
    }
  }

  /** No shutdown hook runs, neither the application's nor the agent's. */
  private static JsonAnswer halt() {
    Runtime.getRuntime().halt(HALT_CODE);
    throw new IllegalStateException("halt has returned");
  }
}
