package io.rekindle.agent.engine;

import io.rekindle.PreviousExit;
import io.rekindle.agent.AgentContext;
import io.rekindle.agent.EngineStarter;

/** Starts the engine; found by name. */
public final class EngineMain implements EngineStarter {

  /** For the agent's start. */
  public EngineMain() {}

  @Override
  public void start(AgentContext context) {
    long startedMs = System.currentTimeMillis();
    PreviousExit previousExit =
        PreviousExitVariable.read(System.getenv(PreviousExitVariable.NAME), context.incarnation());
    RunningEngine engine = RunningEngine.start(context, previousExit);
    context.commands().put("status", new EngineStatus(context, engine, startedMs));
    context.commands().put("tracking", engine.trackingReport());
    context
        .commands()
        .put(
            "checkpoint",
            (argument, answer) -> {
              engine.checkpoint();
              answer.put("sequence", engine.sequence());
            });
  }
}
