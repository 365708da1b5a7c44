package io.rekindle.loader.supervise;

import io.rekindle.loader.store.Ending;
import java.time.Duration;

/**
 * The process of one incarnation as supervision sees it, whoever started it. Safe from any thread.
 */
public interface Child {
  /** Its process id; that of a script if the command is one. */
  long pid();

  /** Whether it runs; one that has ended and that nobody has reaped does not. */
  boolean isAlive();

  /** Blocks until it has ended; an interrupt does not cut that short. */
  Ending await();

  /**
   * Blocks until it has ended, or for so long.
   *
   * @return whether it has ended
   */
  boolean await(Duration timeout) throws InterruptedException;

  /** Sends a signal by its short name, {@code TERM}; nothing happens if it has ended. */
  void signal(String name);

  /** Ends it as SIGKILL does. */
  void destroyForcibly();

  /** As {@link #destroyForcibly}, for all that it has started first. */
  void destroyTree();
}
