package io.rekindle.agent.metrics;

/** Is told what the engine does, as it does it. Must return at once and never throw. */
public interface EngineEvents {

  /** Whether {@link #committed} has a listener; if not, what it takes need not be measured. */
  default boolean isCommitWanted() {
    return false;
  }

  /** A commit was stored. */
  default void committed(
      long sequence, int nodes, long bytes, long captureNs, long appendNs, boolean fuzzy) {}

  /** A capture has ended, whether it found changes or not. */
  default void captured(long captureNs) {}

  /** A commit is taken though a section is running. */
  default void fuzzy(long sequence) {}

  /** The journal was folded. */
  default void folded(long sequence, long nodes, long bytes, long elapsedMs) {}

  /** State was put back. */
  default void restored(long sequence, long nodes, long elapsedNs) {}

  /** The scrubber found a change that no barrier told of. */
  default void healed(String className) {}
}
