package io.rekindle.agent.engine;

import io.rekindle.agent.AgentContext;
import io.rekindle.agent.AgentHealth;
import io.rekindle.agent.control.CommandHandler;
import io.rekindle.agent.control.JsonAnswer;
import java.util.List;
import java.util.Locale;

/** Answers {@code status} on the agent's socket. */
final class EngineStatus implements CommandHandler {

  /** An answer has to stay one line that can be read. */
  private static final int UNCLAIMED_MAX = 100;

  private final AgentContext context;
  private final RunningEngine engine;
  private final long startedMs;

  EngineStatus(AgentContext context, RunningEngine engine, long startedMs) {
    this.context = context;
    this.engine = engine;
    this.startedMs = startedMs;
  }

  @Override
  public void handle(String argument, JsonAnswer answer) {
    List<String> unclaimed = engine.unclaimedRoots();
    EngineFigures figures = engine.figures();
    AgentHealth.Report health = context.health().report();
    answer
        .put("name", context.options().name())
        .put("group", context.options().group())
        .put("pid", ProcessHandle.current().pid())
        .put("incarnation", context.incarnation())
        .put("epoch", context.incarnation())
        .put("restart", engine.isRestart())
        .put("role", "PRIMARY")
        .put("health", health.state().name())
        .put("healthReason", health.reason())
        .put("sequence", engine.sequence())
        .put("commits", figures.getCommits())
        .put("fuzzyCommits", figures.getFuzzyCommits())
        .put("nodes", figures.getNodes())
        .put("bytesWritten", figures.getBytesWritten())
        .put("lastCaptureNs", figures.getLastCaptureNs())
        .put("maxCaptureNs", figures.getMaxCaptureNs())
        .put("comparedNodes", figures.getComparedNodes())
        .put("snapshotSequence", engine.snapshotSequence())
        .put("oidsUsedPercent", engine.oidsUsedPercent())
        .put("unclaimedCount", unclaimed.size())
        .put("unclaimedRoots", unclaimed, UNCLAIMED_MAX)
        .put("folds", figures.getFolds())
        .put("lastFoldMs", figures.getLastFoldMs())
        .put("restoreMs", figures.getRestoreMs())
        .put("restoredNodes", figures.getRestoredNodes())
        .put("restoredRoots", figures.getRestoredRoots())
        .put("scrubberPasses", figures.getScrubberPasses())
        .put("scrubberVisited", figures.getScrubberVisited())
        .put("scrubberHealed", figures.getScrubberHealed())
        .put("durability", context.options().durability().name().toLowerCase(Locale.ROOT))
        .put("uptimeMs", System.currentTimeMillis() - startedMs)
        .put("ready", engine.isReady())
        .put("beats", engine.beatCount());
  }
}
