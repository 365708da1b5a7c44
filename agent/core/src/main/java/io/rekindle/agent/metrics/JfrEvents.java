package io.rekindle.agent.metrics;

/**
 * Turns what happens into JFR events. With no recording an event is an object that never leaves the
 * method, and so costs a test of a flag once the method is compiled.
 */
final class JfrEvents implements EngineEvents {

  private static final long PAUSE_MIN_NS = 1_000_000;

  /** Makes the types of all events known to JFR. */
  static void initialize() {
    new CommitEvent();
    new CapturePauseEvent();
    new FuzzyCommitEvent();
    new FoldEvent();
    new RestoreEvent();
    new ScrubberHealEvent();
  }

  @Override
  public boolean isCommitWanted() {
    return new CommitEvent().isEnabled();
  }

  @Override
  public void committed(
      long sequence, int nodes, long bytes, long captureNs, long appendNs, boolean fuzzy) {
    CommitEvent event = new CommitEvent();
    if (event.isEnabled()) {
      event.sequence = sequence;
      event.nodes = nodes;
      event.bytes = bytes;
      event.captureNs = captureNs;
      event.appendNs = appendNs;
      event.fuzzy = fuzzy;
      event.commit();
    }
  }

  @Override
  public void captured(long captureNs) {
    if (captureNs >= PAUSE_MIN_NS) {
      CapturePauseEvent event = new CapturePauseEvent();
      event.captureNs = captureNs;
      event.commit();
    }
  }

  @Override
  public void fuzzy(long sequence) {
    FuzzyCommitEvent event = new FuzzyCommitEvent();
    event.sequence = sequence;
    event.commit();
  }

  @Override
  public void folded(long sequence, long nodes, long bytes, long elapsedMs) {
    FoldEvent event = new FoldEvent();
    event.sequence = sequence;
    event.nodes = nodes;
    event.snapshotBytes = bytes;
    event.elapsedMs = elapsedMs;
    event.commit();
  }

  @Override
  public void restored(long sequence, long nodes, long elapsedNs) {
    RestoreEvent event = new RestoreEvent();
    event.sequence = sequence;
    event.nodes = nodes;
    event.elapsedNs = elapsedNs;
    event.commit();
  }

  @Override
  public void healed(String className) {
    ScrubberHealEvent event = new ScrubberHealEvent();
    event.className = className;
    event.commit();
  }
}
