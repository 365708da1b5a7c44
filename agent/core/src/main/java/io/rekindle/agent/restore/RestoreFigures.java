package io.rekindle.agent.restore;

/** What putting back state amounted to. Written under the commit lock, read by any thread. */
public final class RestoreFigures {

  private volatile long elapsedNs;
  private volatile long nodes;
  private volatile int roots;
  private Runnable listener = () -> {};

  /** Nothing was put back so far. */
  public RestoreFigures() {}

  /** A root was put back. */
  synchronized void claimed(long claimNs) {
    elapsedNs += claimNs;
    roots++;
    listener.run();
  }

  /**
   * Tells {@code listener} of each root from now on; at once if there have been any. A class may
   * claim its root long after the start.
   */
  public synchronized void tell(Runnable newListener) {
    listener = newListener;
    if (roots > 0) {
      listener.run();
    }
  }

  /** All stored nodes were made. */
  void loaded(long nodeCount) {
    nodes = nodeCount;
  }

  /** Nanoseconds, over all roots. */
  public long elapsedNs() {
    return elapsedNs;
  }

  /** Nodes that were made. */
  public long nodes() {
    return nodes;
  }

  /** Roots that were put back. */
  public int roots() {
    return roots;
  }
}
