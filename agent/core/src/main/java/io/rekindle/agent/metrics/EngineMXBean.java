package io.rekindle.agent.metrics;

/**
 * The figures of this incarnation, as {@code io.rekindle:type=Engine,name=NAME}. Counters begin at
 * 0 with the JVM. Any thread may ask; figures that belong together may be one commit apart.
 */
public interface EngineMXBean {

  /** The registered name. */
  String getName();

  /** PROTECTED, UNPROTECTED or STARTING. */
  String getHealth();

  /** The number of the last commit, over all incarnations. */
  long getSequence();

  /** Commits that held changes. */
  long getCommits();

  /** Commits that may hold half of a section. */
  long getFuzzyCommits();

  /** Nodes written by commits, changes of containers included. */
  long getNodes();

  /** Bytes written to the journal. */
  long getBytesWritten();

  /** Capture of the last commit that held changes, waiting for the gate included, in ns. */
  long getLastCaptureNs();

  /** The longest capture, waiting for the gate included, in ns. */
  long getMaxCaptureNs();

  /** Nodes that each commit compares, and constant ones. */
  int getComparedNodes();

  /** Folds of the journal into a snapshot. */
  long getFolds();

  /** How long the last fold took, in ms. */
  long getLastFoldMs();

  /** How long putting back state took, in ms; 0 if this incarnation began empty. */
  long getRestoreMs();

  /** Nodes that were put back. */
  long getRestoredNodes();

  /** Roots that were put back so far. */
  int getRestoredRoots();

  /** Times that the scrubber went through all of the captured graph. */
  long getScrubberPasses();

  /** Objects that the scrubber has looked at, over all passes. */
  long getScrubberVisited();

  /** Changes that no barrier told of, and that the scrubber found. */
  long getScrubberHealed();
}
