package io.rekindle.bootstrap.collections;

/** A tracked list or queue: its changes are told by position. */
public interface TrackedSequence extends TrackedContainer {

  @Override
  SpliceLog $rekindle$log();

  @Override
  SpliceLog $rekindle$startLog();

  /** Number of elements. */
  int size();
}
