package io.rekindle.bootstrap.collections;

/**
 * A collection that records its changes once a log was given to it. The names begin with a dollar
 * sign so that frameworks which look for properties leave the methods alone.
 */
public interface TrackedContainer {

  /** The log, or null if the container was never captured. */
  ChangeLog $rekindle$log();

  /**
   * Makes a log for this container and records into it from now on. To be called by the first
   * capture, before it reads the contents.
   */
  ChangeLog $rekindle$startLog();

  /** Forgets the log: the container is as if it was never captured. */
  void $rekindle$dropLog();
}
