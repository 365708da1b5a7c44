package io.rekindle.agent.metrics;

/** Passes events on to nobody, until there is somebody. Any thread. */
public final class EventRelay implements EngineEvents {

  private static final EngineEvents NOBODY = new EngineEvents() {};

  private volatile EngineEvents listener = NOBODY;

  /** A relay to nobody. */
  public EventRelay() {}

  /** From now on events go there. */
  void to(EngineEvents newListener) {
    listener = newListener;
  }

  @Override
  public boolean isCommitWanted() {
    return listener.isCommitWanted();
  }

  @Override
  public void committed(
      long sequence, int nodes, long bytes, long captureNs, long appendNs, boolean fuzzy) {
    listener.committed(sequence, nodes, bytes, captureNs, appendNs, fuzzy);
  }

  @Override
  public void captured(long captureNs) {
    listener.captured(captureNs);
  }

  @Override
  public void fuzzy(long sequence) {
    listener.fuzzy(sequence);
  }

  @Override
  public void folded(long sequence, long nodes, long bytes, long elapsedMs) {
    listener.folded(sequence, nodes, bytes, elapsedMs);
  }

  @Override
  public void restored(long sequence, long nodes, long elapsedNs) {
    listener.restored(sequence, nodes, elapsedNs);
  }

  @Override
  public void healed(String className) {
    listener.healed(className);
  }
}
