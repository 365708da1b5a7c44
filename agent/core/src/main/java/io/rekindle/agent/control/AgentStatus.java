package io.rekindle.agent.control;

import io.rekindle.agent.AgentContext;
import io.rekindle.agent.AgentHealth;
import io.rekindle.agent.Pid;
import java.util.Locale;

/** What {@code status} answers until the engine, which knows more, puts its own in its place. */
public final class AgentStatus implements CommandHandler {

  private final AgentContext context;
  private final long startedMs;

  /** A status of {@code context}, which started at {@code startedMs}. */
  public AgentStatus(AgentContext context, long startedMs) {
    this.context = context;
    this.startedMs = startedMs;
  }

  @Override
  public void handle(String argument, JsonAnswer answer) {
    AgentHealth.Report report = context.health().report();
    answer
        .put("name", context.options().name())
        .put("group", context.options().group())
        .put("pid", Pid.current())
        .put("incarnation", context.incarnation())
        .put("health", report.state().name())
        .put("healthReason", report.reason())
        .put("durability", context.options().durability().name().toLowerCase(Locale.ROOT))
        .put("uptimeMs", System.currentTimeMillis() - startedMs)
        .put("ready", false);
  }
}
