package io.rekindle.agent.engine;

import io.rekindle.agent.AgentHealth;
import io.rekindle.agent.capture.CapturedObjects;
import io.rekindle.agent.metrics.EngineMXBean;
import io.rekindle.agent.restore.RestoreFigures;
import java.util.concurrent.TimeUnit;

/** Gathers the figures of the parts of one engine. */
record EngineFigures(
    String name,
    AgentHealth health,
    Commits commits,
    CommitCounters counters,
    EngineJournal journal,
    CapturedObjects captured,
    Folding folding,
    RestoreFigures restore,
    Scrubbing scrubbing)
    implements EngineMXBean {

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getHealth() {
    return health.report().state().name();
  }

  @Override
  public long getSequence() {
    return commits.sequence();
  }

  @Override
  public long getCommits() {
    return counters.commits();
  }

  @Override
  public long getFuzzyCommits() {
    return counters.fuzzyCommits();
  }

  @Override
  public long getNodes() {
    return counters.nodes();
  }

  @Override
  public long getBytesWritten() {
    return journal.bytesWritten();
  }

  @Override
  public long getLastCaptureNs() {
    return counters.lastCommitCaptureNs();
  }

  @Override
  public long getMaxCaptureNs() {
    return counters.maxPauseNs();
  }

  @Override
  public int getComparedNodes() {
    return captured.comparedCount();
  }

  @Override
  public long getFolds() {
    return folding.folds();
  }

  @Override
  public long getLastFoldMs() {
    return folding.lastFoldMs();
  }

  @Override
  public long getRestoreMs() {
    return TimeUnit.NANOSECONDS.toMillis(restore.elapsedNs());
  }

  @Override
  public long getRestoredNodes() {
    return restore.nodes();
  }

  @Override
  public int getRestoredRoots() {
    return restore.roots();
  }

  @Override
  public long getScrubberPasses() {
    return scrubbing.passes();
  }

  @Override
  public long getScrubberVisited() {
    return scrubbing.visited();
  }

  @Override
  public long getScrubberHealed() {
    return scrubbing.healed();
  }
}
