package io.rekindle.agent;

import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;

/**
 * Reads what earlier incarnations stored in a thread of its own, as soon as the name is owned and
 * beside the rest of the agent's start: checking a snapshot takes as long as loading the engine.
 */
public final class RecoveryAhead implements Runnable {

  private final NameFolder folder;
  private final Thread thread = AgentThread.of("recover", this);
  private StateImage image;
  private Throwable failure;

  private RecoveryAhead(NameFolder folder) {
    this.folder = folder;
  }

  /** Begins to read; the caller must own the name. */
  static RecoveryAhead start(NameFolder folder) {
    RecoveryAhead ahead = new RecoveryAhead(folder);
    ahead.thread.start();
    return ahead;
  }

  @Override
  public void run() {
    try {
      image = Recovery.openForRestart(folder);
    } catch (Throwable e) {
      failure = e;
    }
  }

  /** Nobody needs the state; waits until nothing is read any more. */
  void discard() {
    try {
      await().close();
    } catch (IOException | RuntimeException | Error e) {
      // Then there is nothing to let go of.
    }
  }

  /**
   * The state as of the last commit; waits for it. To be used by one thread.
   *
   * @throws io.rekindle.codec.CorruptStateException if there is state and it can't be had
   */
  public StateImage await() throws IOException {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return image;
  }
}
