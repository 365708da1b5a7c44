package io.rekindle.bootstrap.collections;

/**
 * A collection that records its changes once a log was given to it. The names begin with a dollar
 * sign so that frameworks which look for properties leave the methods alone.
 */
public interface TrackedContainer {

  /** The log to note changes in, or null if the container was never captured. */
  ChangeLog $rekindle$log();

  /** The log if there is one by now; never makes one. */
  default ChangeLog $rekindle$presentLog() {
    return $rekindle$log();
  }

  /** The tracking word: 0 no capture yet, +oid unchanged since, -oid changed since. */
  default int $rekindle$word() {
    ChangeLog log = $rekindle$log();
    return log == null ? 0 : log.word();
  }

  /** Sets the tracking word; the first time, the container begins to record. For captures. */
  default void $rekindle$word(int word) {
    ChangeLog log = $rekindle$log();
    if (log != null) {
      log.word(word);
    } else if (word != 0) {
      $rekindle$startLog().word(word);
    }
  }

  /**
   * Makes a log for this container and records into it from now on. To be called by the first
   * capture, before it reads the contents.
   */
  ChangeLog $rekindle$startLog();

  /** Forgets the log: the container is as if it was never captured. */
  void $rekindle$dropLog();

  /**
   * Whether a view was handed out through which the container can be changed unnoticed. Compare the
   * contents of such a container at each commit, whether it is marked as changed or not. Once true,
   * it stays so; when it becomes true, the container is marked as changed.
   */
  default boolean $rekindle$isLeaky() {
    return false;
  }
}
